using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Flow;

/// <summary>Follows an argument into the project's own methods and constructors: to the places there that use the parameter.</summary>
/// <remarks>Only from calls whose argument looks right already, so that hardly any method is ever looked into, and each parameter once.</remarks>
internal sealed class PassedValues(ProjectContext project)
{
    private const int MaxCalls = 3;

    private readonly ConcurrentDictionary<IParameterSymbol, ImmutableArray<IOperation>> uses = new(SymbolEqualityComparer.Default);

    /// <summary>Whether the source of the method is at hand, takes a text or an address and speaks of it; <see cref="Of"/> gives nothing for a call of any other.</summary>
    /// <param name="method">As it is declared.</param>
    public static bool MayPass(IMethodSymbol method) =>
        method.ContainingAssembly is ISourceAssemblySymbol
        && method.DeclaringSyntaxReferences is [var reference]
        && method.Parameters.Any(parameter =>
            (IsText(parameter.Type) || parameter.Type.IsOpen()) && NamesIn(reference, parameter.Name).Any()
        );

    /// <summary>The texts or addresses that a call hands to this project's own code, each with the references to the parameter that takes it.</summary>
    /// <param name="operation">Any operation; only calls and creations hand something on.</param>
    /// <param name="mayMatter">A cheap test of an argument's text, with run-time parts left out.</param>
    public IReadOnlyList<(IOperation Value, IOperation Use)> Of(IOperation operation, Func<string, bool> mayMatter)
    {
        var (method, arguments) = operation switch
        {
            IInvocationOperation call => (call.TargetMethod, call.Arguments),
            IObjectCreationOperation { Constructor: { } constructor } creation => (constructor, creation.Arguments),
            _ => (null, ImmutableArray<IArgumentOperation>.Empty),
        };
        List<(IOperation, IOperation)>? found = null;
        foreach (var argument in arguments)
        {
            // What is given first: it says no nearly always, and a parameter of a generic method is made when it is asked for.
            if (
                argument is { ArgumentKind: ArgumentKind.Explicit, Value.Type: { } type }
                && IsText(type)
                && Begins(argument.Value, mayMatter, depth: 4)
                && argument.Parameter is { } parameter
                && IsText(parameter.Type)
                && SymbolEqualityComparer.Default.Equals(method!.ContainingAssembly, project.Compilation.Assembly)
            )
            {
                (found ??= []).AddRange(UsesOf(parameter.OriginalDefinition, MaxCalls).Select(use => (argument.Value, use)));
            }
        }

        return found ?? (IReadOnlyList<(IOperation, IOperation)>)[];
    }

    private static bool IsText(ITypeSymbol type) => type.SpecialType == SpecialType.System_String || type.Is("System", "Uri");

    /// <summary>Whether the value, as far as it can be seen without following anything, begins with a text that passes the test.</summary>
    private static bool Begins(IOperation value, Func<string, bool> test, int depth)
    {
        value = value.Unwrap();
        if (value.ConstantValue is { HasValue: true, Value: var constant })
        {
            return constant is string text && test(text);
        }

        return depth > 0
            && value switch
            {
                IBinaryOperation { OperatorKind: BinaryOperatorKind.Add, LeftOperand: var left } => Begins(left, test, depth - 1),
                IInterpolatedStringOperation { Parts: [IInterpolatedStringTextOperation first, ..] } => Begins(first.Text, test, depth - 1),
                IInterpolatedStringOperation { Parts: [IInterpolationOperation hole, ..] } => Begins(hole.Expression, test, depth - 1),
                IObjectCreationOperation { Arguments: [var first, ..] } creation when creation.Type.Is("System", "Uri") => Begins(
                    first.Value,
                    test,
                    depth - 1
                ),
                ICoalesceOperation coalesce => Begins(coalesce.WhenNull, test, depth - 1),
                IConditionalOperation { WhenFalse: { } whenFalse } conditional => Begins(conditional.WhenTrue, test, depth - 1)
                    || Begins(whenFalse, test, depth - 1),
                ILocalReferenceOperation { Local: var local } => IsInitialised(local, test),
                IFieldReferenceOperation { Field: var field } => IsInitialised(field, test),
                _ => false,
            };
    }

    private static bool IsInitialised(ISymbol variable, Func<string, bool> test) =>
        variable.DeclaringSyntaxReferences is [var reference]
        && reference.GetSyntax() is VariableDeclaratorSyntax { Initializer.Value: { } value }
        && value switch
        {
            LiteralExpressionSyntax literal => literal.Token.Value is string text && test(text),
            InterpolatedStringExpressionSyntax { Contents: [InterpolatedStringTextSyntax first, ..] } => test(first.TextToken.ValueText),
            BaseObjectCreationExpressionSyntax { ArgumentList.Arguments: [{ Expression: LiteralExpressionSyntax literal }, ..] } => literal
                .Token
                .Value
                is string text
                && test(text),
            _ => false,
        };

    private IEnumerable<IOperation> UsesOf(IParameterSymbol parameter, int calls)
    {
        foreach (var use in uses.GetOrAdd(parameter, Find))
        {
            yield return use;
            if (calls > 1 && Receiver(use) is { } next)
            {
                foreach (var further in UsesOf(next.OriginalDefinition, calls - 1))
                {
                    yield return further;
                }
            }
        }
    }

    // A parameter that is handed on as it is, to code of this project.
    private static IParameterSymbol? Receiver(IOperation use) =>
        use.User() is IArgumentOperation { Parameter: { ContainingSymbol.DeclaringSyntaxReferences.Length: 1 } parameter }
            ? parameter
            : null;

    private ImmutableArray<IOperation> Find(IParameterSymbol parameter)
    {
        if (
            parameter.ContainingSymbol is not IMethodSymbol { DeclaringSyntaxReferences: [var reference] }
            || !project.Compilation.ContainsSyntaxTree(reference.SyntaxTree)
        )
        {
            return ImmutableArray<IOperation>.Empty;
        }

        var found = ImmutableArray.CreateBuilder<IOperation>();
        foreach (var name in NamesIn(reference, parameter.Name))
        {
            if (
                project.OperationOf(name) is IParameterReferenceOperation operation
                && SymbolEqualityComparer.Default.Equals(operation.Parameter, parameter)
            )
            {
                found.Add(operation);
            }
        }

        return found.ToImmutable();
    }

    private static IEnumerable<IdentifierNameSyntax> NamesIn(SyntaxReference declaration, string name) =>
        declaration
            .GetSyntax(Cancellation.Token)
            .DescendantNodes()
            .OfType<IdentifierNameSyntax>()
            .Where(node => node.Identifier.ValueText == name);
}
