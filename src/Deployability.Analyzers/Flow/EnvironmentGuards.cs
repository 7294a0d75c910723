using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Flow;

/// <summary>Says under which guard an operation runs, by control flow and not by text.</summary>
/// <remarks>
/// Walks from the operation outwards: branches, cases, early exits, directives, and where nothing inside a method guards it, the callers of the method.
/// What a condition means, <see cref="Conditions"/> says. An answer is kept only where it does not depend on the question that led to it.
/// </remarks>
internal class EnvironmentGuards
{
    private readonly Callers callers;
    private readonly Conditions conditions;
    private readonly BareMethods bare;

    // A helper's guard is that of its callers; asked for again by each finding inside it.
    private readonly ConcurrentDictionary<ISymbol, Guard> known = new(SymbolEqualityComparer.Default);

    public EnvironmentGuards(ProjectContext project)
    {
        callers = new Callers(project);
        Project = project;
        conditions = new Conditions(project, callers, Known);
        bare = new BareMethods(project, MayBeGuarded);
    }

    protected ProjectContext Project { get; }

    /// <summary>The guard under which the operation runs.</summary>
    public Guard Of(IOperation operation) => AsSwitch(Of(operation, new GuardSearch()));

    /// <summary>The guard under which a node of the project runs; None for what is only declared.</summary>
    public Guard Of(SyntaxNode node) => AsSwitch(Of(node, new GuardSearch()));

    /// <summary>Whether the operation runs only where configuration chose it by its name: <c>if (config["Provider"] == "ollama")</c>.</summary>
    public bool IsChosenByName(IOperation operation) => Of(operation, new GuardSearch()) == Guard.Choice;

    /// <summary>Whether the operation runs in Production without anybody having asked for it there.</summary>
    public bool RunsInProduction(IOperation operation) => Of(operation) == Guard.None;

    /// <summary>The guard under which a Boolean value is true: <c>options.X = env.IsDevelopment()</c>. None for a constant true.</summary>
    public Guard WhenTrue(IOperation value) => AsSwitch(conditions.Of(value).WhenTrue);

    private static Guard AsSwitch(Guard guard) => guard == Guard.Choice ? Guard.Configuration : guard;

    /// <summary>The weakest guard of all places that call the method; null when nothing in the project does.</summary>
    public Guard? OfCallers(IMethodSymbol method)
    {
        Guard? guard = null;
        if (method.DeclaringSyntaxReferences is [var reference, ..])
        {
            foreach (var use in callers.Of(method.OriginalDefinition, reference.SyntaxTree))
            {
                var found = Of(use);
                guard = guard is { } before ? Guards.Weaker(before, found) : found;
            }
        }

        return guard;
    }

    /// <summary>What a condition says beyond the environment, when it is true and when it is false; the default when it says nothing.</summary>
    protected virtual Implied Known(IOperation condition) => default;

    /// <summary>The guard of code by where it is declared, beyond names for Development.</summary>
    protected virtual Guard OfDeclaration(ISymbol symbol, GuardSearch search) => Guard.None;

    /// <summary>The guard of code by the directives around it, beyond those of debug builds.</summary>
    protected virtual Guard OfDirectives(SyntaxNode node) => Guard.None;

    /// <summary>The guard that an operation puts on a part of it, beyond the environment: a case, a catch.</summary>
    protected virtual Guard OfParent(IOperation parent, IOperation child) => Guard.None;

    /// <summary>Whether a node may put a guard on a part of it, by syntax alone; a no is certain.</summary>
    protected virtual bool MayGuard(SyntaxNode parent, SyntaxNode child) => GuardSyntax.MayGuard(parent, child);

    // Most code stands below no condition. To ask an operation would bind the whole body, which the generator does for itself alone.
    private Guard Of(SyntaxNode node, GuardSearch search)
    {
        if (node is not InvocationExpressionSyntax || MayBeGuarded(node))
        {
            return Project.OperationOf(node) is { } operation ? Of(operation, search) : Guard.None;
        }

        var guard = Directives.AreForDebug(node) ? Guard.Development : OfDirectives(node);
        return guard >= Guard.Development ? guard : Guards.Stronger(guard, ByMethod(node, Project.ModelOf(node.SyntaxTree), search));
    }

    private bool MayBeGuarded(SyntaxNode node)
    {
        var child = node;
        for (var parent = node.Parent; parent is not null; child = parent, parent = parent.Parent)
        {
            if (MayGuard(parent, child))
            {
                return true;
            }
        }

        return false;
    }

    protected Guard Of(IOperation operation, GuardSearch search)
    {
        Cancellation.Token.ThrowIfCancellationRequested();
        var guard = Directives.AreForDebug(operation.Syntax) ? Guard.Development : OfDirectives(operation.Syntax);
        var child = operation;
        for (var parent = operation.Parent; parent is not null && guard < Guard.Development; child = parent, parent = parent.Parent)
        {
            guard = Guards.Stronger(guard, Guards.Stronger(OfParent(parent, child), ByParent(parent, child)));
        }

        return guard >= Guard.Development || operation.SemanticModel is not { } model
            ? guard
            : Guards.Stronger(guard, ByMethod(operation.Syntax, model, search));
    }

    /// <summary>The answer for a symbol, which may lead through others back to itself: a way from itself adds nothing, and what was found on such a round trip is not kept.</summary>
    protected Guard Remembered(ISymbol symbol, GuardSearch search, Func<Guard> find)
    {
        if (known.TryGetValue(symbol, out var before))
        {
            return before;
        }

        if (search.IsOpen(symbol))
        {
            return Guard.Unreached;
        }

        if (!search.Enter(symbol))
        {
            return Guard.None;
        }

        var guard = find();
        if (!search.Leave())
        {
            return guard;
        }

        return known.GetOrAdd(symbol, guard == Guard.Unreached ? Guard.None : guard);
    }

    private Guard ByParent(IOperation parent, IOperation child)
    {
        switch (parent)
        {
            case IAnonymousFunctionOperation when CommandLine.IsVerb(parent):
                return Guard.Configuration;
            case IAnonymousFunctionOperation lambda:
                return ByBranchOfThePipeline(lambda);
            case ISwitchCaseOperation { Parent: ISwitchOperation statement } section when section.Clauses.All(clause => clause != child):
                return conditions.OfSection(statement, section);
            case ISwitchExpressionArmOperation { Parent: ISwitchExpressionOperation expression } arm when child == arm.Value:
                return conditions.OfArm(expression, arm);
            default:
                return conditions.OfPart(parent, child);
        }
    }

    // app.UseWhen(_ => env.IsDevelopment(), branch => branch.UseX()), app.MapWhen(…)
    private Guard ByBranchOfThePipeline(IAnonymousFunctionOperation lambda)
    {
        IOperation? argument = lambda.Parent;
        while (argument is IDelegateCreationOperation or IConversionOperation)
        {
            argument = argument.Parent;
        }

        return
            argument is IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: "UseWhen" or "MapWhen" } branch }
            && branch.Argument("predicate")?.Unwrap() is IAnonymousFunctionOperation predicate
            && predicate != lambda
            && predicate.Returned() is { } condition
            ? conditions.Of(condition).WhenTrue
            : Guard.None;
    }

    private Guard ByMethod(SyntaxNode node, SemanticModel model, GuardSearch search)
    {
        var symbol = model.GetEnclosingSymbol(node.SpanStart, Cancellation.Token);
        while (symbol is IMethodSymbol { MethodKind: MethodKind.AnonymousFunction })
        {
            symbol = symbol.ContainingSymbol;
        }

        if (symbol is null or INamespaceSymbol || symbol.IsImplicitlyDeclared)
        {
            return Guard.None;
        }

        var declared = OfDeclaration(symbol, search);
        if (declared != Guard.None || symbol is not IMethodSymbol method)
        {
            return declared;
        }

        if (
            EnvironmentNames.IsNamedForDevelopment(method)
            || method
                .GetAttributes()
                .Any(static attribute =>
                    attribute.AttributeClass?.Name == "ConditionalAttribute" && attribute.ConstructorArguments is [{ Value: "DEBUG" }]
                )
        )
        {
            return Guard.Development;
        }

        var guard =
            Callers.AreOfTheProjectAlone(method) && !(Project.IsForGenerator && bare.Contains(Callers.CalledName(method)))
                ? Remembered(method.OriginalDefinition, search, () => OfCallers(method.OriginalDefinition, model.SyntaxTree, search))
                : Guard.None;
        return guard < Guard.Development && IsOfInstance(method) ? Guards.Stronger(guard, OfType(method.ContainingType, search)) : guard;
    }

    // Of what other projects can make, nobody here knows where they do.
    private bool IsOfInstance(IMethodSymbol method) =>
        !method.IsStatic
        && !Project.IsForGenerator
        && method.ContainingType is { TypeKind: TypeKind.Class, IsAbstract: false } type
        && (Project.IsExecutable || type.DeclaredAccessibility != Accessibility.Public);

    /// <summary>The guard of a class: what only Development registers or makes, runs only there.</summary>
    protected virtual Guard OfType(INamedTypeSymbol type, GuardSearch search) =>
        Remembered(
            type.OriginalDefinition,
            search,
            () => OfUses(type.OriginalDefinition, search, ofInstances: true) is Guard.Development ? Guard.Development : Guard.None
        );

    // The weakest guard of all calls; None when nobody calls it, or somebody takes it as a delegate we cannot follow.
    private Guard OfCallers(IMethodSymbol method, SyntaxTree own, GuardSearch search)
    {
        Guard? guard = null;
        foreach (var use in callers.Of(method, own))
        {
            guard = Guards.Weaker(guard ?? Guard.Unreached, Of(use, search));
            if (guard == Guard.None)
            {
                return Guard.None;
            }
        }

        return guard ?? Guard.None;
    }

    /// <summary>The weakest guard of all places that make the class or register it; null when there is none.</summary>
    /// <param name="type">The class.</param>
    /// <param name="search">The question.</param>
    /// <param name="ofInstances">Whether calls of static members count for nothing.</param>
    protected Guard? OfUses(INamedTypeSymbol type, GuardSearch search, bool ofInstances)
    {
        Guard? guard = null;
        foreach (var (use, model) in TypeUses.Of(type, Project, ofInstances))
        {
            var found =
                use is BaseTypeSyntax ? OfDerived(use, model, search)
                : model.GetOperation(use, Cancellation.Token) is { } operation ? Of(operation, search)
                : Guard.None;
            guard = guard is { } before ? Guards.Weaker(before, found) : found;
            if (guard == Guard.None)
            {
                return Guard.None;
            }
        }

        return guard;
    }

    private Guard OfDerived(SyntaxNode use, SemanticModel model, GuardSearch search) =>
        use.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } declaration
        && model.GetDeclaredSymbol(declaration, Cancellation.Token) is { } derived
            ? OfType(derived, search)
            : Guard.None;
}
