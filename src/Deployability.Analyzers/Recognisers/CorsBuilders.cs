using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Recognisers;

/// <summary>Knows which calls and assignments describe one and the same CORS policy.</summary>
internal static class CorsBuilders
{
    /// <summary>Where the framework declares policies and their builders.</summary>
    public const string Namespace = "Microsoft.AspNetCore.Cors.Infrastructure";

    /// <summary>Whether a policy is described by calls on a value of the type.</summary>
    public static bool IsBuilder(ITypeSymbol? type) => type.Is(Namespace, "CorsPolicyBuilder");

    /// <summary>Whether the policy that a builder's call is part of accepts credentials.</summary>
    public static bool AllowsCredentials(IOperation part) =>
        AllowsCredentials(CallsOfSamePolicy(part).Where(other => !part.ExcludesEachOther(other)));

    /// <summary>Whether one of a builder's calls accepts credentials.</summary>
    public static bool AllowsCredentials(IEnumerable<IInvocationOperation> calls) =>
        calls.Any(static call => call.TargetMethod.Name == "AllowCredentials");

    /// <summary>What is called on the builder of a call: the chain, and other statements on the same parameter or local.</summary>
    public static IEnumerable<IInvocationOperation> CallsOfSamePolicy(IOperation part)
    {
        var root = RootOf(part);
        var holder = HolderOf(root);
        var scope = holder is null ? Outermost(part) : part.Root();
        return scope
            .DescendantsAndSelf()
            .OfType<IInvocationOperation>()
            .Where(other =>
                IsBuilder(other.TargetMethod.ContainingType)
                && (RootOf(other) == root || holder is not null && SymbolEqualityComparer.Default.Equals(HolderOf(RootOf(other)), holder))
            );
    }

    /// <summary>The same for an object that is filled: <c>new CorsPolicy { … }</c>, <c>policy.SupportsCredentials = true</c>.</summary>
    public static bool ObjectAllowsCredentials(IOperation part)
    {
        var policy = PolicyOf(part);
        return part.Root()
            .Descendants()
            .Any(other =>
                other
                    is ISimpleAssignmentOperation
                    {
                        Target: IPropertyReferenceOperation { Property.Name: "SupportsCredentials" },
                        Value.ConstantValue: { HasValue: true, Value: true }
                    }
                && Equals(PolicyOf(other), policy)
            );
    }

    // The variable that holds the policy, else its creation.
    private static object? PolicyOf(IOperation part)
    {
        var instance = part switch
        {
            IInvocationOperation { Instance: IPropertyReferenceOperation list } => list.Instance,
            ISimpleAssignmentOperation { Target: IPropertyReferenceOperation property } => property.Instance,
            _ => null,
        };
        if (instance is not null and not IInstanceReferenceOperation)
        {
            return instance.Unwrap().Variable();
        }

        var creation = part.Parent;
        while (creation is not null and not IObjectCreationOperation)
        {
            creation = creation.Parent;
        }

        return creation is null ? null : HolderOf(creation) ?? (object)creation;
    }

    /// <summary>The list that a call of <c>Add</c> adds to: <c>policy.Origins.Add("*")</c>, <c>new CorsPolicy { Origins = { "*" } }</c>; null when it is none.</summary>
    public static IPropertySymbol? PropertyAddedTo(IInvocationOperation add) =>
        add.Instance switch
        {
            IPropertyReferenceOperation list => list.Property,
            IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ImplicitReceiver }
                when add.Parent?.Parent is IMemberInitializerOperation { InitializedMember: IPropertyReferenceOperation list } =>
                list.Property,
            _ => null,
        };

    // The local or field that a chain is assigned to, or that it starts from.
    private static ISymbol? HolderOf(IOperation root) => root.Variable() ?? Outermost(root).Parent?.GivenVariable();

    private static IOperation RootOf(IOperation part)
    {
        var current = part;
        while (current is IInvocationOperation invocation && invocation.Receiver() is { } receiver)
        {
            current = receiver;
        }

        return current;
    }

    private static IOperation Outermost(IOperation operation)
    {
        while (operation.Parent is IInvocationOperation or IArgumentOperation or IConversionOperation)
        {
            operation = operation.Parent;
        }

        return operation;
    }
}
