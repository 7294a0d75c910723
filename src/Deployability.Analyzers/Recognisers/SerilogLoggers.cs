using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Recognisers;

/// <summary>Knows what becomes of a logger of Serilog: one of the host's providers, all of its logging, or one that only its own code writes to.</summary>
internal static class SerilogLoggers
{
    /// <summary>Whether Serilog's logger that a sink belongs to is one provider of several; false where it takes the others' place, or stands for itself.</summary>
    /// <param name="sink">A call on <c>WriteTo</c>.</param>
    /// <param name="project">Whose calls say what becomes of the logger.</param>
    /// <param name="cancellation">Of the asker.</param>
    public static bool IsBesideOthers(IOperation sink, ProjectContext project, CancellationToken cancellation) =>
        IsGivenOnly(sink, static given => given.KeepsOthers, project, cancellation);

    /// <summary>Whether the host filters what it hands to Serilog's logger by its own levels: <c>loggerFactory.AddSerilog(logger)</c>, and nothing else gets it.</summary>
    /// <param name="step">A call on the logger's configuration.</param>
    /// <param name="project">Whose calls say what becomes of the logger.</param>
    /// <param name="cancellation">Of the asker.</param>
    public static bool IsFilteredByHost(IOperation step, ProjectContext project, CancellationToken cancellation) =>
        IsGivenOnly(step, static given => given.IsFiltered, project, cancellation);

    /// <summary>Whether Serilog is all that the host logs through, so that levels of the host's own say nothing.</summary>
    public static bool IsWholeFactory(ProjectContext project, CancellationToken cancellation) =>
        project.All(Find.GivenLoggers, cancellation).Any(static given => given.Value.TakesAll);

    /// <summary>Whether the logger serves until the host has its own: <c>Log.Logger = …</c> beside <c>UseSerilog((context, logger) => …)</c>.</summary>
    /// <param name="step">A call on the logger's configuration.</param>
    /// <param name="project">Whose calls say what becomes of the logger.</param>
    /// <param name="cancellation">Of the asker.</param>
    public static bool IsOfStart(IOperation step, ProjectContext project, CancellationToken cancellation) =>
        SerilogChains.Outermost(step).Parent?.Unwrap()
            is ISimpleAssignmentOperation
            {
                Target: IPropertyReferenceOperation { Property: { Name: "Logger", ContainingType.Name: "Log" } }
            }
        && project.All(Find.GivenLoggers, cancellation).Any(static given => given.Value.ReplacesStatic);

    private static bool IsGivenOnly(IOperation step, Predicate<GivenLogger> isSo, ProjectContext project, CancellationToken cancellation)
    {
        var end = SerilogChains.Outermost(step);
        for (var parent = end.Parent; parent is not null; parent = parent.Parent)
        {
            switch (parent)
            {
                case IInvocationOperation call when IsGiven(call.TargetMethod.Name):
                    return isSo(GivenLoggers.Of(call));
                case IObjectCreationOperation { Type.Name: "SerilogLoggerProvider" }:
                    return isSo(GivenLoggers.Provider);
                case ISimpleAssignmentOperation
                {
                    Target: IPropertyReferenceOperation { Property: { Name: "Logger", ContainingType.Name: "Log" } }
                }:
                    return AreAll(GivenTo(null));
                case IVariableDeclaratorOperation declarator:
                    return AreAll(GivenTo(declarator.Symbol.Name));
                case ISimpleAssignmentOperation { Target: var target } when target.Variable() is { } variable:
                    return AreAll(GivenTo(variable.Name));
            }
        }

        return SerilogChains.Innermost(end)?.Variable() is ILocalSymbol configuration
            && AreAll([.. GivenTo(null), .. GivenTo(configuration.Name)]);

        List<GivenLogger> GivenTo(string? name) => GivenOf(project, name, cancellation);

        bool AreAll(List<GivenLogger> given) => given.Count > 0 && given.TrueForAll(isSo);
    }

    // Calls that take a logger: the one of that name, or without a name the static one, which most are given by saying nothing.
    private static List<GivenLogger> GivenOf(ProjectContext project, string? name, CancellationToken cancellation) =>
        [
            .. project
                .All(Find.GivenLoggers, cancellation)
                .Where(given =>
                    name is null
                    || given.Node.DescendantNodes().OfType<IdentifierNameSyntax>().Any(used => used.Identifier.ValueText == name)
                )
                .Select(static given => given.Value),
        ];

    private static bool IsGiven(string method) => method is "AddSerilog" or "UseSerilog";
}
