using System.Runtime.CompilerServices;
using Deployability.Model;
using Microsoft.CodeAnalysis;

namespace Deployability.Analyzers.Code;

/// <summary>Facts that referenced projects carry in their assembly metadata.</summary>
internal static class ReferencedFacts
{
    private static readonly ConditionalWeakTable<IAssemblySymbol, StrongBox<FactSet?>> Known = new();

    /// <summary>The facts of one assembly, read once; null when it was not built with this package.</summary>
    public static FactSet? Of(IAssemblySymbol? assembly) =>
        assembly is null || IsFramework(assembly.Name)
            ? null
            : Known.GetValue(assembly, static key => new StrongBox<FactSet?>(Read(key))).Value;

    /// <summary>The facts of everything that the compilation references.</summary>
    public static IReadOnlyList<FactSet> Of(Compilation compilation) =>
        compilation.SourceModule.ReferencedAssemblySymbols.Select(Of).OfType<FactSet>().ToList();

    /// <summary>The bare name of a member by its documentation id: <c>M:Acme.Extensions.MapDefaultEndpoints(…)</c> is <c>MapDefaultEndpoints</c>.</summary>
    public static string NameOf(string member)
    {
        var end = member.IndexOfAny(['(', '`', '~']);
        member = end < 0 ? member : member.Substring(0, end);
        return member.Substring(member.LastIndexOf('.') + 1);
    }

    // Two hundred assemblies of the framework carry none; decoding their attributes at every build would be felt.
    private static bool IsFramework(string name) =>
        name.StartsWith("System", StringComparison.Ordinal)
        || name.StartsWith("Microsoft.", StringComparison.Ordinal)
        || name is "mscorlib" or "netstandard" or "WindowsBase";

    private static FactSet? Read(IAssemblySymbol assembly)
    {
        // The last one is the generator's: what an earlier build left in the project comes before.
        string? newest = null;
        foreach (var attribute in assembly.GetAttributes())
        {
            if (
                attribute.AttributeClass?.Name == "AssemblyMetadataAttribute"
                && attribute.ConstructorArguments is [{ Value: FactSet.MetadataKey }, { Value: string json }]
            )
            {
                newest = json;
            }
        }

        return newest is null ? null : FactSerializer.TryDeserialize(newest);
    }
}
