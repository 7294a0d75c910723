using System.Reflection;
using System.Reflection.Emit;

namespace Deployability.Testing;

/// <summary>What uses what, read from an assembly as it is built: base types, members, and every instruction.</summary>
public static class NamespaceGraph
{
    private const BindingFlags All =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> OpCodesByValue = typeof(OpCodes)
        .GetFields()
        .Select(static field => (OpCode)field.GetValue(null)!)
        .ToDictionary(static code => code.Value);

    /// <summary>The namespaces of an assembly that are ours, and which of them each uses.</summary>
    public static SortedDictionary<string, SortedSet<string>> Of(Assembly assembly)
    {
        var graph = new SortedDictionary<string, SortedSet<string>>(StringComparer.Ordinal);
        foreach (
            var type in assembly
                .GetTypes()
                .Where(static type => type.Namespace?.StartsWith("Deployability", StringComparison.Ordinal) == true)
        )
        {
            if (!graph.TryGetValue(type.Namespace!, out var used))
            {
                graph[type.Namespace!] = used = new(StringComparer.Ordinal);
            }

            used.UnionWith(
                UsedBy(type)
                    .SelectMany(Parts)
                    .Where(part => part.Assembly == assembly && part.Namespace is not null && part.Namespace != type.Namespace)
                    .Select(static part => part.Namespace!)
                    .Where(static name => name.StartsWith("Deployability", StringComparison.Ordinal))
            );
        }

        return graph;
    }

    private static IEnumerable<Type> UsedBy(Type type)
    {
        List<Type?> used = [type.BaseType, .. type.GetInterfaces(), .. type.GetFields(All).Select(static field => field.FieldType)];
        foreach (var method in type.GetMethods(All).Cast<MethodBase>().Concat(type.GetConstructors(All)))
        {
            used.AddRange(method.GetParameters().Select(static parameter => parameter.ParameterType));
            used.Add((method as MethodInfo)?.ReturnType);
            if (method.GetMethodBody() is { } body)
            {
                used.AddRange(body.LocalVariables.Select(static local => local.LocalType));
                used.AddRange(
                    MembersIn(body.GetILAsByteArray()!, method)
                        .SelectMany(static member =>
                            member is Type named
                                ? [named]
                                : new[] { member.DeclaringType }.Concat(
                                    member is MethodInfo { IsGenericMethod: true } generic ? generic.GetGenericArguments() : []
                                )
                        )
                );
            }
        }

        return used.OfType<Type>();
    }

    private static IEnumerable<MemberInfo> MembersIn(byte[] il, MethodBase method)
    {
        var (typeArguments, methodArguments) = (
            method.DeclaringType!.IsGenericType ? method.DeclaringType.GetGenericArguments() : null,
            method.IsGenericMethod ? method.GetGenericArguments() : null
        );
        for (var position = 0; position < il.Length; )
        {
            short value = il[position++];
            value = value == 0xFE ? (short)(0xFE00 | il[position++]) : value;
            var code = OpCodesByValue[value];
            if (
                code.OperandType is OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType
                && method.Module.ResolveMember(BitConverter.ToInt32(il, position), typeArguments, methodArguments) is { } member
            )
            {
                yield return member;
            }

            position += code.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(il, position)),
                _ => 4,
            };
        }
    }

    private static IEnumerable<Type> Parts(Type type)
    {
        while (type.HasElementType)
        {
            type = type.GetElementType()!;
        }

        return type.IsGenericParameter ? []
            : type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts).Prepend(type)
            : [type];
    }

    /// <summary>The first way that leads back to where it began; null when there is none.</summary>
    public static List<string>? CycleIn(SortedDictionary<string, SortedSet<string>> graph)
    {
        var done = new HashSet<string>(StringComparer.Ordinal);
        List<string> open = [];
        foreach (var start in graph.Keys)
        {
            if (Visit(start) is { } cycle)
            {
                return cycle;
            }
        }

        return null;

        List<string>? Visit(string name)
        {
            if (open.IndexOf(name) is >= 0 and var first)
            {
                return [.. open.Skip(first), name];
            }

            if (!done.Add(name) || !graph.TryGetValue(name, out var used))
            {
                return null;
            }

            open.Add(name);
            foreach (var next in used)
            {
                if (Visit(next) is { } cycle)
                {
                    return cycle;
                }
            }

            open.RemoveAt(open.Count - 1);
            return null;
        }
    }
}
