using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Recognisers.Settings;

/// <summary>Knows conditions on the command line: a verb or a switch that an operator gives.</summary>
internal static class CommandLine
{
    private const int MaxDepth = 2;

    /// <summary>What a condition on the arguments says: an operator asked for the branch that needs an argument, nobody for the other.</summary>
    public static Implied Asks(IOperation condition) =>
        condition switch
        {
            IInvocationOperation { TargetMethod.Name: "Contains" or "Any" or "Exists" or "Equals" or "StartsWith" or "TryParse" }
                when Mentions(condition) => new(Guard.Configuration, Guard.None),
            IIsPatternOperation
            {
                Pattern: IListPatternOperation { Patterns.Length: > 0 }
                    or IConstantPatternOperation { Value.ConstantValue.Value: string }
                    or IBinaryPatternOperation
            } when Mentions(condition) => new(Guard.Configuration, Guard.None),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals } equals
                when IsArgument(equals.LeftOperand) || IsArgument(equals.RightOperand) => new(Guard.Configuration, Guard.None),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.NotEquals } differs
                when IsArgument(differs.LeftOperand) || IsArgument(differs.RightOperand) => new(Guard.None, Guard.Configuration),
            // var options = Options.Parse(args); if (options.Migrate) …
            IPropertyReferenceOperation { Type.SpecialType: SpecialType.System_Boolean, Instance: ILocalReferenceOperation parsed }
                when Mentions(parsed) => new(Guard.Configuration, Guard.None),
            _ => default,
        };

    /// <summary>Whether the lambda is what a verb of a command line does: <c>command.SetHandler(() => …)</c>.</summary>
    public static bool IsVerb(IOperation function)
    {
        var parent = function.Parent;
        while (parent is IConversionOperation or IDelegateCreationOperation)
        {
            parent = parent.Parent;
        }

        return parent is IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: var name } } && TakesVerb(name);
    }

    /// <summary>Whether a call of this name takes what a verb of a command line does.</summary>
    public static bool TakesVerb(string method) =>
        method is "SetHandler" or "SetAction" or "OnExecute" or "OnExecuteAsync" or "WithParsed" or "WithParsedAsync" or "AddCommand";

    /// <summary><c>args[0]</c>, or one that was searched for or changed on the way: <c>args.FirstOrDefault()?.ToLower()</c>.</summary>
    public static bool IsArgument(IOperation operation) => operation.Type?.SpecialType == SpecialType.System_String && Mentions(operation);

    // WebApplication.CreateBuilder(args): what is asked of the builder afterwards is configuration.
    private static bool IsHandedToHost(IOperation arguments) =>
        arguments.User() is IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: var name } }
        && name.StartsWith("Create", StringComparison.Ordinal)
        && name.EndsWith("Builder", StringComparison.Ordinal);

    private static bool Mentions(IOperation operation, int depth = MaxDepth)
    {
        foreach (var part in operation.DescendantsAndSelf())
        {
            switch (part)
            {
                case IParameterReferenceOperation
                {
                    Parameter:
                    {
                        Name: "args" or "arguments" or "argv" or "a",
                        Type: IArrayTypeSymbol { ElementType.SpecialType: SpecialType.System_String }
                    }
                } when !IsHandedToHost(part):
                case IInvocationOperation { TargetMethod: { Name: "GetCommandLineArgs", ContainingType.Name: "Environment" } }:
                case ILocalReferenceOperation local when depth > 0 && SourceOf(local) is { } source && Mentions(source, depth - 1):
                    return true;
            }
        }

        return false;
    }

    // What a local comes from: its initialiser, or the list that a loop goes through.
    private static IOperation? SourceOf(ILocalReferenceOperation local) =>
        local.Local.DeclaringSyntaxReferences is [var reference]
        && reference.SyntaxTree == local.Syntax.SyntaxTree
        && reference.GetSyntax(Cancellation.Token) is ForEachStatementSyntax loop
            ? local.SemanticModel?.GetOperation(loop.Expression, Cancellation.Token)
            : LocalValues.SingleValue(local.Local, local);
}
