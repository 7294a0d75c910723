using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Recognisers;

/// <summary>Knows secrets that code only looks for, to refuse them or to warn: a default that somebody left in place. What lets in is compared too, so the way that follows decides.</summary>
internal static class RefusedSecrets
{
    private static readonly string[] NamesOfDefaults =
    [
        "Default",
        "Placeholder",
        "Sample",
        "Example",
        "Insecure",
        "Weak",
        "Leaked",
        "Forbidden",
    ];

    private static readonly string[] Comparisons =
    [
        "Equals",
        "Verify",
        "Check",
        "Compare",
        "Match",
        "IsSame",
        "Contains",
        "StartsWith",
        "EndsWith",
    ];

    private static readonly string[] Warnings =
    [
        "LogWarning",
        "LogError",
        "LogCritical",
        "Warn",
        "Error",
        "Fail",
        "Critical",
        "Fatal",
        "Reject",
        "Throw",
    ];

    /// <summary>Whether a text is only compared with, where it stands or through the constant that holds it, and never used as a secret.</summary>
    public static bool Contains(IOperation text, ProjectContext project) =>
        ComparisonAround(text) is { } comparison
            ? LeadsToRefusal(comparison)
            : text.Parent is IFieldInitializerOperation { InitializedFields: [{ } field] }
                && (field.IsConst || field is { IsStatic: true, IsReadOnly: true })
                && UsesOf(field, project) is { Count: > 0 } uses
                && uses.TrueForAll(use =>
                    ComparisonAround(use) is { } compared
                    && (LeadsToRefusal(compared) || NamesDefault(field.Name) && AsksForDefaults(compared))
                );

    // bool IsUsingDefaults(): what the answer is for, the names around it say.
    private static bool AsksForDefaults(IOperation comparison)
    {
        var symbol = comparison.SemanticModel?.GetEnclosingSymbol(comparison.Syntax.SpanStart, Cancellation.Token);
        while (symbol is IMethodSymbol { MethodKind: MethodKind.AnonymousFunction })
        {
            symbol = symbol.ContainingSymbol;
        }

        return symbol is not null && (NamesDefault(symbol.Name) || NamesDefault(symbol.ContainingType?.Name ?? ""));
    }

    private static bool NamesDefault(string name) =>
        Array.Exists(NamesOfDefaults, word => name.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0);

    // Every place that names the constant, also one that cannot be bound; null where one of them may be anything.
    private static List<IOperation>? UsesOf(IFieldSymbol field, ProjectContext project)
    {
        var uses = new List<IOperation>();
        foreach (var tree in project.Trees)
        {
            foreach (var token in project.IdentifiersNamed(tree, field.Name))
            {
                if (token.Parent is not SimpleNameSyntax name)
                {
                    continue;
                }

                SyntaxNode use = name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : name;
                if (project.OperationOf(use) is not IFieldReferenceOperation { Field: var named } operation)
                {
                    return null;
                }

                if (SymbolEqualityComparer.Default.Equals(named, field))
                {
                    uses.Add(operation);
                }
            }
        }

        return uses;
    }

    private static IOperation? ComparisonAround(IOperation value)
    {
        var child = value;
        while (child.Parent is IConversionOperation or IConstantPatternOperation or IBinaryPatternOperation)
        {
            child = child.Parent;
        }

        return child.Parent switch
        {
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals } comparison => comparison,
            IIsPatternOperation match when child == match.Pattern => match,
            IInvocationOperation call when IsComparison(call.TargetMethod) => call,
            IArgumentOperation { Parent: IInvocationOperation call } when IsComparison(call.TargetMethod) => call,
            _ => null,
        };
    }

    private static bool IsComparison(IMethodSymbol method) =>
        method.ReturnType.SpecialType == SpecialType.System_Boolean
        && Array.Exists(Comparisons, word => method.Name.StartsWith(word, StringComparison.Ordinal));

    // if (key == "…") throw …; if (password == Default || password.Length < 8) logger.LogWarning(…)
    private static bool LeadsToRefusal(IOperation comparison)
    {
        var child = comparison;
        while (child.Parent is IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalOr or BinaryOperatorKind.ConditionalAnd })
        {
            child = child.Parent;
        }

        return child.Parent is IConditionalOperation branch
            && branch.Condition == child
            && branch.WhenTrue.DescendantsAndSelf().Any(IsRefusal);
    }

    private static bool IsRefusal(IOperation operation) =>
        operation is IThrowOperation
        || operation is IInvocationOperation { TargetMethod.Name: var name }
            && Array.Exists(Warnings, word => name.StartsWith(word, StringComparison.Ordinal));
}
