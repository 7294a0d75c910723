using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Deployability.Analyzers.Engine;

/// <summary>A value that must change, as one use of it shows.</summary>
/// <param name="Location">The literal, which may stand far from its use, or what implies the value.</param>
/// <param name="Use">Where the value is used, for fixes and readers; null where that is at hand.</param>
/// <param name="Properties">What a fix needs to know.</param>
/// <param name="Arguments">Of the message.</param>
internal sealed record ValueFinding(
    Location Location,
    SyntaxNode? Use,
    ImmutableDictionary<string, string?> Properties,
    params object[] Arguments
)
{
    public ValueFinding(Location location, SyntaxNode? use, params object[] arguments)
        : this(location, use, ImmutableDictionary<string, string?>.Empty, arguments) { }
}

/// <summary>Rules about values: what is found at a use is reported where the value is written, once.</summary>
internal static class ValueRules
{
    /// <summary>Registers a rule about values that calls, creations and assignments give to members.</summary>
    /// <param name="context">Of the start of the compilation.</param>
    /// <param name="project">Of the compilation.</param>
    /// <param name="rule">What is reported.</param>
    /// <param name="taken">What such a member takes; no other is looked at.</param>
    /// <param name="judge">From an operation to what must change there, an empty array for nearly all; asked again to tell which of several uses stands first.</param>
    public static void RegisterValues(
        this CompilationStartAnalysisContext context,
        ProjectContext project,
        DiagnosticDescriptor rule,
        Taken taken,
        Func<IOperation, IEnumerable<ValueFinding>> judge
    ) =>
        TakenRules
            .Of(context, project)
            .Add(
                taken,
                operation =>
                {
                    if (judge(operation.Operation) is not ValueFinding[] { Length: 0 } and var findings)
                    {
                        Report(operation, project, rule, findings, judge);
                    }
                }
            );

    /// <summary>Registers a rule about what stands in calls, creations and assignments that give values to members.</summary>
    /// <param name="context">Of the start of the compilation.</param>
    /// <param name="project">Of the compilation.</param>
    /// <param name="rule">What is reported.</param>
    /// <param name="taken">What such a member takes.</param>
    /// <param name="isAlways">Whether an operation is looked at whatever its member takes.</param>
    /// <param name="usesIn">From an operation to those in it that use values, null for nearly all.</param>
    /// <param name="judge">From any such use to what must change there, an empty array for nearly all; asked again to tell which of several uses stands first.</param>
    public static void RegisterUses(
        this CompilationStartAnalysisContext context,
        ProjectContext project,
        DiagnosticDescriptor rule,
        Taken taken,
        Func<IOperation, bool>? isAlways,
        Func<IOperation, IEnumerable<IOperation>?> usesIn,
        Func<IOperation, IEnumerable<ValueFinding>> judge
    ) => TakenRules.Of(context, project).Add(taken, operation => Report(operation, project, rule, usesIn, judge), isAlways);

    /// <summary>Registers a rule about what stands in calls, assignments and other operations.</summary>
    /// <param name="context">Of the start of the compilation.</param>
    /// <param name="project">Of the compilation.</param>
    /// <param name="rule">What is reported.</param>
    /// <param name="usesIn">From an operation to those in it that use values, null for nearly all.</param>
    /// <param name="judge">From any such use to what must change there, an empty array for nearly all; asked again to tell which of several uses stands first.</param>
    /// <param name="kinds">The kinds of operations in which such uses stand.</param>
    public static void RegisterUses(
        this CompilationStartAnalysisContext context,
        ProjectContext project,
        DiagnosticDescriptor rule,
        Func<IOperation, IEnumerable<IOperation>?> usesIn,
        Func<IOperation, IEnumerable<ValueFinding>> judge,
        params OperationKind[] kinds
    ) =>
        context.RegisterOperationAction(
            operation =>
            {
                if (!project.IsDesignTimeMember(operation.ContainingSymbol))
                {
                    Report(operation, project, rule, usesIn, judge);
                }
            },
            kinds
        );

    /// <summary>Registers a rule about texts to which their letters lead.</summary>
    /// <param name="context">Of the start of the compilation.</param>
    /// <param name="project">Of the compilation.</param>
    /// <param name="rule">What is reported.</param>
    /// <param name="positionsIn">As <see cref="LiteralSearch"/> takes it.</param>
    /// <param name="judge">From a literal to what must change there.</param>
    /// <param name="judgeAny">For operations of any kind that may lead to the same literal.</param>
    public static void RegisterLiteralValues(
        this CompilationStartAnalysisContext context,
        ProjectContext project,
        DiagnosticDescriptor rule,
        Func<string, IEnumerable<int>> positionsIn,
        Func<IOperation, IEnumerable<ValueFinding>> judge,
        Func<IOperation, IEnumerable<ValueFinding>> judgeAny
    ) => context.RegisterLiterals(positionsIn, literal => Report(literal, project, rule, judge(literal.Operation), judgeAny));

    /// <summary>Registers a rule about values that operations use, wherever they come from.</summary>
    /// <param name="context">Of the start of the compilation.</param>
    /// <param name="project">Of the compilation.</param>
    /// <param name="rule">What is reported.</param>
    /// <param name="judge">From an operation to what must change there, an empty array for nearly all; asked again to tell which of several uses stands first.</param>
    /// <param name="kinds">The kinds of operations that use values.</param>
    public static void RegisterValues(
        this CompilationStartAnalysisContext context,
        ProjectContext project,
        DiagnosticDescriptor rule,
        Func<IOperation, IEnumerable<ValueFinding>> judge,
        params OperationKind[] kinds
    ) => context.RegisterValues(project, rule, judge, judge, kinds);

    /// <summary>The same where operations of several kinds, judged each in its own way, may lead to one value.</summary>
    /// <param name="context">Of the start of the compilation.</param>
    /// <param name="project">Of the compilation.</param>
    /// <param name="rule">What is reported.</param>
    /// <param name="judge">For operations of these kinds.</param>
    /// <param name="judgeAny">For operations of any kind.</param>
    /// <param name="kinds">The kinds of operations that use values.</param>
    public static void RegisterValues(
        this CompilationStartAnalysisContext context,
        ProjectContext project,
        DiagnosticDescriptor rule,
        Func<IOperation, IEnumerable<ValueFinding>> judge,
        Func<IOperation, IEnumerable<ValueFinding>> judgeAny,
        params OperationKind[] kinds
    ) =>
        context.RegisterOperationAction(
            operation =>
            {
                // Nearly always; what follows allocates.
                if (
                    !project.IsDesignTimeMember(operation.ContainingSymbol)
                    && judge(operation.Operation) is not ValueFinding[] { Length: 0 } and var findings
                )
                {
                    Report(operation, project, rule, findings, judgeAny);
                }
            },
            kinds
        );

    /// <summary>The same for the operations to which the words of a recogniser lead.</summary>
    public static void RegisterValues<T>(
        this CompilationStartAnalysisContext context,
        ProjectContext project,
        Find<T> what,
        DiagnosticDescriptor rule,
        Func<IOperation, IEnumerable<ValueFinding>> judge,
        params OperationKind[] kinds
    )
        where T : class =>
        context.RegisterOperations(project, what, operation => Report(operation, project, rule, judge(operation.Operation), judge), kinds);

    /// <summary>The same for operations of the members in whose code a word stands.</summary>
    public static void RegisterBodyValues(
        this CompilationStartAnalysisContext context,
        ProjectContext project,
        Find<CodeBody> bodies,
        DiagnosticDescriptor rule,
        Func<IOperation, IEnumerable<ValueFinding>> judge,
        params OperationKind[] kinds
    ) =>
        context.RegisterBodies(
            project,
            bodies,
            operation =>
            {
                if (judge(operation.Operation) is not ValueFinding[] { Length: 0 } and var findings)
                {
                    Report(operation, project, rule, findings, judge);
                }
            },
            kinds
        );

    private static void Report(
        in OperationAnalysisContext operation,
        ProjectContext project,
        DiagnosticDescriptor rule,
        Func<IOperation, IEnumerable<IOperation>?> usesIn,
        Func<IOperation, IEnumerable<ValueFinding>> judge
    )
    {
        if (usesIn(operation.Operation) is not { } uses)
        {
            return;
        }

        foreach (var use in uses)
        {
            if (judge(use) is not ValueFinding[] { Length: 0 } and var findings)
            {
                Report((OperationContext)operation with { Operation = use }, project, rule, findings, judge);
            }
        }
    }

    private static void Report(
        OperationContext context,
        ProjectContext project,
        DiagnosticDescriptor rule,
        IEnumerable<ValueFinding> findings,
        Func<IOperation, IEnumerable<ValueFinding>> judgeAny
    )
    {
        List<Location>? before = null;
        foreach (var finding in findings)
        {
            // Two ways of one use may lead to one literal.
            if (before?.Contains(finding.Location) == true)
            {
                continue;
            }

            (before ??= []).Add(finding.Location);
            if (
                project.Uses.IsFirst(
                    rule.Id,
                    finding.Location,
                    context.Operation,
                    other => judgeAny(other).Any(found => found.Location.Equals(finding.Location))
                )
            )
            {
                context.Report(
                    project,
                    rule,
                    finding.Location,
                    use: finding.Use is { } use ? [use.GetLocation()] : null,
                    properties: finding.Properties,
                    arguments: finding.Arguments
                );
            }
        }
    }
}

/// <summary>Rules about what members are given, for which the compiler calls one action: what a member takes is asked once for all of them.</summary>
internal sealed class TakenRules(ProjectContext project)
{
    private readonly List<(Taken Taken, Action<OperationAnalysisContext> Action, Func<IOperation, bool>? IsAlways)> rules = [];

    /// <summary>Those of one analyzer, which are asked together.</summary>
    public static TakenRules Of(CompilationStartAnalysisContext context, ProjectContext project)
    {
        var start = (CancellableStart)context;
        if (start.TakenRules is not { } rules)
        {
            start.TakenRules = rules = new TakenRules(project);
            context.RegisterOperationAction(
                rules.Look,
                OperationKind.Invocation,
                OperationKind.ObjectCreation,
                OperationKind.SimpleAssignment
            );
        }

        return rules;
    }

    /// <param name="taken">What a member takes that the rule is about.</param>
    /// <param name="action">What is done with a call, creation or assignment that gives such a member something.</param>
    /// <param name="isAlways">Whether an operation is looked at all the same.</param>
    public void Add(Taken taken, Action<OperationAnalysisContext> action, Func<IOperation, bool>? isAlways = null) =>
        rules.Add((taken, action, isAlways));

    private void Look(OperationAnalysisContext context)
    {
        // Nothing is reported there, and migrations are long.
        if (project.IsDesignTimeMember(context.ContainingSymbol))
        {
            return;
        }

        var taken = project.Taken.Of(context.Operation);
        foreach (var (wanted, action, isAlways) in rules)
        {
            if ((taken & wanted) != 0 || isAlways?.Invoke(context.Operation) == true)
            {
                action(context);
            }
        }
    }
}
