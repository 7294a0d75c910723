using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Flow;

/// <summary>Says what a local, field, property, parameter or method tells that holds the answer to a condition or yields it.</summary>
/// <param name="project">Of the compilation.</param>
/// <param name="callers">That say what is given for a parameter.</param>
/// <param name="conditions">That say what the values tell.</param>
/// <param name="paths">That say what leads to each of several values.</param>
internal sealed class SymbolConditions(ProjectContext project, Callers callers, Conditions conditions, PathConditions paths)
{
    // What is known of a switch that is set in several places costs its places for each level.
    private const int MaxDepthOfValues = 4;
    private const int MaxValues = 5;

    /// <summary>What a reference to a local, member or parameter tells.</summary>
    public Implied Of(IOperation reference, int depth)
    {
        switch (reference)
        {
            case ILocalReferenceOperation when EnvironmentNames.IsContainerVariable(reference):
                return EnvironmentNames.InContainer;
            case ILocalReferenceOperation { Local: var local }:
                return IsTruthValue(local.Type) ? OfValues(local, reference, depth)
                    : LocalValues.SingleValue(local, reference) is { } value ? conditions.Of(value, depth - 1)
                    : default;
            // public const bool IsDebug = true; between #if DEBUG and #else: what asks for it was written with two builds in mind.
            case IFieldReferenceOperation { Field: { HasConstantValue: true, DeclaringSyntaxReferences: [var constant] } }
                when Directives.AreForDebug(constant.GetSyntax(Cancellation.Token)):
                return new(Guard.Development, Guard.Development);
            case { ConstantValue: { HasValue: true, Value: false } }:
                return new(Guards.Never, Guard.None);
            case IFieldReferenceOperation { Field: { Type.SpecialType: SpecialType.System_Boolean, IsReadOnly: true } } fixedByBuild
                when OfBuild(fixedByBuild) is { } build:
                return build;
            case IFieldReferenceOperation { Field: var field } when EnvironmentNames.SaysContainer(field.Name):
                return EnvironmentNames.SaidBy(field, field.Type);
            case IPropertyReferenceOperation { Property: var property } when EnvironmentNames.SaysContainer(property.Name):
                return EnvironmentNames.SaidBy(property, property.Type);
            case IFieldReferenceOperation { Field: var field }:
                return OfMember(field, depth) is var byField && byField != default ? byField : EnvironmentNames.SaidBy(field, field.Type);
            // Environment.UserInteractive, and what apps make of it.
            case IPropertyReferenceOperation
            {
                Property:
                { Name: "UserInteractive" or "IsUserInteractive" or "IsInteractive", Type.SpecialType: SpecialType.System_Boolean }
            }:
                return new(Guard.Configuration, Guard.None);
            case IPropertyReferenceOperation { Property: { Name: "IsAttached", ContainingType: var debugger } }
                when debugger.Is("System.Diagnostics", "Debugger"):
                return new(Guard.Development, Guard.None);
            case IPropertyReferenceOperation { Property: { Name: "Value", ContainingType: var nullable }, Instance: { } instance }
                when IsNullable(nullable):
                return conditions.Of(instance, depth - 1);
            case IPropertyReferenceOperation when EnvironmentNames.IsContainerVariable(reference):
                return EnvironmentNames.InContainer;
            case IPropertyReferenceOperation property when ConfigurationReads.TryRecognise(property) is not null || IsOption(property):
                return new(Guard.Configuration, Guard.Configuration);
            case IPropertyReferenceOperation { Property: var member }:
                return OfMember(member, depth) is var byProperty && byProperty != default
                    ? byProperty
                    : EnvironmentNames.SaidBy(member, member.Type);
            case IParameterReferenceOperation { Parameter: { Type.SpecialType: SpecialType.System_Boolean } parameter }
                when EnvironmentNames.SaysDevelopment(parameter.Name):
                return new(Guard.Development, Guard.None);
            case IParameterReferenceOperation { Parameter: { Type.SpecialType: SpecialType.System_Boolean } parameter }:
                return OfParameter(parameter, reference, depth);
            default:
                return default;
        }
    }

    // A switch that may be set in several places: what leads to each value, and the value, tells what it means.
    private Implied OfValues(ILocalSymbol local, IOperation use, int depth)
    {
        if (
            LocalValues.AllValues(local, use) is not { Length: > 0 and <= MaxValues } values
            // if (demo != true) demo = …: a switch that is asked for to set it says nothing of who set it.
            || values.Any(given => IsAskedFor(given.Value.Syntax, use.Syntax))
        )
        {
            return default;
        }

        if (values is [(var only, false)])
        {
            return conditions.Of(only, depth - 1);
        }

        depth = Math.Min(depth, MaxDepthOfValues);
        var branches = values
            .Where(static given => !given.IsOut)
            .Select(given => (paths.WayTo(given.Value, depth - 1), given.Value))
            .ToImmutableArray();
        var implied = paths.OfBranches(branches, depth);
        foreach (var (call, _) in values.Where(static given => given.IsOut))
        {
            if (call is IInvocationOperation { Arguments: [{ Value: var text }, ..] } && EnvironmentNames.IsContainerVariable(text))
            {
                implied = implied.Either(EnvironmentNames.InContainer);
                continue;
            }

            // What no text says is false.
            implied = new(Guards.Weaker(implied.WhenTrue, IsGivenSwitch(call) ? Guard.Configuration : Guard.None), Guard.None);
        }

        return implied;
    }

    private static bool IsTruthValue(ITypeSymbol type) =>
        type.SpecialType == SpecialType.System_Boolean
        || type is INamedTypeSymbol { TypeArguments: [{ SpecialType: SpecialType.System_Boolean }] } named && IsNullable(named);

    private static bool IsAskedFor(SyntaxNode value, SyntaxNode use) =>
        value
            .Ancestors()
            .Any(node =>
                (
                    node switch
                    {
                        IfStatementSyntax { Condition: var condition } => condition,
                        WhileStatementSyntax { Condition: var condition } => condition,
                        _ => null,
                    }
                )?.Span.Contains(use.Span) == true
            );

    // bool.TryParse(Environment.GetEnvironmentVariable("INSECURE"), out var isInsecure), AppContext.TryGetSwitch("Insecure", out …)
    private bool IsGivenSwitch(IOperation call) =>
        call switch
        {
            IInvocationOperation { TargetMethod: { Name: "TryGetSwitch", ContainingType: var type } } => type.Is("System", "AppContext"),
            IInvocationOperation { TargetMethod.Name: "TryParse", Arguments: [{ Value: var text }, ..] } => conditions.IsSwitch(text),
            _ => false,
        };

    // void Connect(bool skipValidation): what every caller gives for it.
    private Implied OfParameter(IParameterSymbol parameter, IOperation condition, int depth)
    {
        if (
            parameter.ContainingSymbol
            is not IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.LocalFunction, DeclaringSyntaxReferences.Length: 1 } method
        )
        {
            return default;
        }

        Implied? result = null;
        foreach (var use in callers.Of(method.OriginalDefinition, condition.Syntax.SyntaxTree))
        {
            if (project.OperationOf(use) is not { } call || Callers.GivenFor(parameter, call) is not { } value)
            {
                return default;
            }

            var implied = conditions.Of(value, depth - 1);
            result = result is { } before
                ? new(Guards.Weaker(before.WhenTrue, implied.WhenTrue), Guards.Weaker(before.WhenFalse, implied.WhenFalse))
                : implied;
        }

        return result ?? default;
    }

    // #if DEBUG static readonly bool Docs = true; #else … = false; #endif: the one is for debug builds, under the other nothing ever runs.
    private static Implied? OfBuild(IFieldReferenceOperation reference)
    {
        if (
            reference.Field.DeclaringSyntaxReferences is not [var declaration]
            || declaration.GetSyntax(Cancellation.Token) is not VariableDeclaratorSyntax { Initializer.Value: var value } variable
        )
        {
            return null;
        }

        return value.Kind() switch
        {
            SyntaxKind.TrueLiteralExpression when Directives.AreForDebug(variable) => new(Guard.Development, Guard.None),
            SyntaxKind.FalseLiteralExpression => new(Guards.Never, Guard.None),
            _ => null,
        };
    }

    /// <summary>
    /// What a field, property or method of the project holds or yields: <c>isDevelopment = env.IsDevelopment()</c> in an initialiser, a body that does
    /// nothing else, or the only assignment in its class.
    /// </summary>
    public Implied OfMember(ISymbol member, int depth)
    {
        if (member.DeclaringSyntaxReferences is not [var reference])
        {
            return default;
        }

        var declaration = reference.GetSyntax(Cancellation.Token);
        // In an IDE a member of another project comes with its source, which this compilation knows no more than metadata.
        if (
            IsOwnSwitch(member)
            && project.Compilation.ContainsSyntaxTree(reference.SyntaxTree)
            && AssignmentsTo(member, reference).ToList() is { Count: > 0 } settings
        )
        {
            return OfSettings(member, MemberValues.Declared(declaration), settings, depth);
        }

        if (MemberValues.Declared(declaration) is { } body)
        {
            return project.OperationOf(body) is { } value && conditions.Of(value, depth - 1) is var result && result != default
                ? result
                : default;
        }

        if (
            member is IMethodSymbol { ReturnType.SpecialType: SpecialType.System_Boolean }
            && AnswersOf(declaration) is { Length: > 0 } answers
        )
        {
            return paths.OfBranches([.. answers.Select(answer => (paths.WayTo(answer, depth - 1), answer.ReturnedValue!))], depth);
        }

        if (member is IMethodSymbol || !project.Compilation.ContainsSyntaxTree(reference.SyntaxTree))
        {
            return default;
        }

        return AssignmentsTo(member, reference).Take(2).ToList() is [var only] && project.OperationOf(only.Right) is { } assigned
            ? conditions.Of(assigned, depth - 1)
            : default;
    }

    // private bool _isDemo: only its own class can set it.
    private static bool IsOwnSwitch(ISymbol member) =>
        member switch
        {
            IFieldSymbol { IsReadOnly: false, IsConst: false, DeclaredAccessibility: Accessibility.Private } field => IsTruthValue(
                field.Type
            ),
            IPropertySymbol { SetMethod.DeclaredAccessibility: Accessibility.Private } property => IsTruthValue(property.Type),
            _ => false,
        };

    // As of a local: what leads to each value, and the value, tells what the switch means.
    private Implied OfSettings(ISymbol member, ExpressionSyntax? initial, List<AssignmentExpressionSyntax> settings, int depth)
    {
        if (
            settings.Count > MaxValues
            || member.ContainingType.DeclaringSyntaxReferences.Length > 1
            || settings.Exists(setting =>
                !setting.IsKind(SyntaxKind.SimpleAssignmentExpression)
                || setting
                    .Ancestors()
                    .OfType<IfStatementSyntax>()
                    .Any(asked => asked.Condition.DescendantNodesAndSelf().Any(part => part.NameOfMember() == member.Name))
            )
        )
        {
            return default;
        }

        depth = Math.Min(depth, MaxDepthOfValues);
        var branches = settings
            .Select(setting => setting.Right)
            .Concat(initial is null ? [] : [initial])
            .Select(project.OperationOf)
            .OfType<IOperation>()
            .Select(value => (paths.WayTo(value, depth - 1), value))
            .ToImmutableArray();
        // What nothing in view sets to true, something out of view does.
        return branches.All(static branch => branch.value.Unwrap().ConstantValue is { HasValue: true, Value: not true })
            ? default
            : paths.OfBranches(branches, depth);
    }

    private IEnumerable<AssignmentExpressionSyntax> AssignmentsTo(ISymbol member, SyntaxReference reference) =>
        reference
            .GetSyntax(Cancellation.Token)
            .FirstAncestorOrSelf<TypeDeclarationSyntax>()
            ?.DescendantNodes()
            .OfType<AssignmentExpressionSyntax>()
            .Where(assignment =>
                assignment.Left is IdentifierNameSyntax or MemberAccessExpressionSyntax
                && assignment.Left.NameOfMember() == member.Name
                && SymbolEqualityComparer.Default.Equals(
                    project.ModelOf(reference.SyntaxTree).GetSymbolInfo(assignment.Left, Cancellation.Token).Symbol,
                    member
                )
            )
        ?? [];

    // if (configuration["Trust"] == "yes") return true; return false; in a method: what leads to each answer tells what it means.
    private ImmutableArray<IReturnOperation> AnswersOf(SyntaxNode declaration) =>
        (declaration is MethodDeclarationSyntax method ? method.Body : (declaration as LocalFunctionStatementSyntax)?.Body) is { } block
            ?
            [
                .. block
                    .DescendantNodes(static node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
                    .OfType<ReturnStatementSyntax>()
                    .Select(project.OperationOf)
                    .OfType<IReturnOperation>()
                    .Where(static answer => answer.ReturnedValue is not null),
            ]
            : [];

    private bool IsOption(IPropertyReferenceOperation property) =>
        property.Instance is ILocalReferenceOperation bound
            && LocalValues.SingleValue(bound.Local, bound) is { } read
            && ConfigurationReads.TryRecognise(read.Unwrap()) is not null
        || OptionsClasses.IsOptionsValue(property.Instance)
        || OptionsClasses.IsOperators(property.Property.ContainingType, project)
        ||
        // settings.Cors.AllowAnyOrigin: what a class of settings holds is bound with it.
        property.Instance?.Unwrap()
            is IPropertyReferenceOperation outer
            && IsOption(outer);

    internal static bool IsNullable(INamedTypeSymbol type) => type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T;
}
