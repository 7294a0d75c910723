using Deployability.Analyzers.Engine;
using Deployability.Secrets;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Rules.Configuration;

/// <summary>DPL1004: the database, cache or broker to connect to is written in the code, without a password.</summary>
#pragma warning disable RS1001 // ValuesAnalyzer is what the compiler runs.
public sealed class HardcodedConnectionStringAnalyzer() : DeployabilityAnalyzer(Descriptors.HardcodedConnectionString)
#pragma warning restore RS1001
{
    internal const string Fixed =
        "is fixed in the code, so every environment shares it or none has it; read it from configuration, for example";

    internal const string Default =
        "is used where the setting is missing, and means the container itself once deployed; give each environment a value for";

    private protected override void Register(CompilationStartAnalysisContext context, ProjectContext project)
    {
        if (!ServiceUrls.AppliesTo(project))
        {
            return;
        }

        context.RegisterValues(
            project,
            Descriptors.HardcodedConnectionString,
            Taken.Connection | Taken.Passed,
            operation => Judge(operation, project)
        );
    }

    private static IEnumerable<ValueFinding> Judge(IOperation operation, ProjectContext project)
    {
        var taken = project.Taken.Of(operation);
        if ((taken & Taken.Connection) != 0 && DatabaseHosts.TryRecognise(operation) is { } place)
        {
            return JudgeAll(operation, project, place, place.Value);
        }

        // Open("Server=…"): a method of the project's own gives its parameter to a connection.
        return (taken & Taken.Passed) != 0 && project.Passed.Of(operation, static text => text.IndexOf('=') > 0) is { Count: > 0 } passed
            ? passed.SelectMany(given =>
                Receiver(given.Use) is { } receiver && receiver.Value.Unwrap() == given.Use && project.Guards.RunsInProduction(receiver.Use)
                    ? JudgeAll(operation, project, receiver, given.Value)
                    : []
            )
            : [];
    }

    private static DatabaseHost? Receiver(IOperation use)
    {
        for (var current = use.Parent; current is not null and not IBlockOperation; current = current.Parent)
        {
            if (DatabaseHosts.TryRecognise(current) is { } place)
            {
                return place;
            }
        }

        return null;
    }

    private static IEnumerable<ValueFinding> JudgeAll(IOperation operation, ProjectContext project, DatabaseHost place, IOperation text) =>
        project.Values.Trace(text).Select(value => Judge(operation, project, place, value)).OfType<ValueFinding>();

    private static ValueFinding? Judge(IOperation operation, ProjectContext project, DatabaseHost place, TracedValue value)
    {
        var host = DatabaseHosts.HostIn(value.Text, place.IsHost, place.Key.EndsWith("Redis", StringComparison.Ordinal));
        if (
            host.Length == 0
            || SecretDetector.Find(value.Text.AsSpan()) is not null
            || TransportSecurity.DisabledIn(value.Text) is not null
        )
        {
            return null;
        }

        // A remote default that configuration replaces is deployable; one on this machine is not.
        var isThisMachine = DatabaseHosts.IsThisMachine(host);
        var isChosen = project.Guards.IsChosenByName(operation);
        var origin =
            value.Origin is null || isChosen && project.Guards.IsChosenByName(value.Origin) ? Guard.None : project.Guards.Of(value.Origin);
        var isDefault = value.Role == ValueRole.Default || origin == Guard.Configuration;
        if (
            isDefault && !isThisMachine
            || origin == Guard.Development
            || !isChosen && !project.Guards.RunsInProduction(operation)
            || IsFallbackOfContext(operation)
        )
        {
            return null;
        }

        var bound = isDefault ? OptionsClasses.KeyFor(value.Literal, project) : null;
        var key = bound ?? (value.Key.Length > 0 ? value.Key : place.Key);
        return new ValueFinding(
            value.Literal.GetLocation(),
            place.Value.Syntax,
            FixProperties.Of(
                key,
                (FixProperties.Plain, true),
                (FixProperties.Bound, bound is not null),
                (FixProperties.Loopback, isThisMachine),
                (FixProperties.Default, isDefault)
            ),
            host,
            key,
            DebugFeatures.ErrorDetailIn(value.Text),
            isDefault ? Default : Fixed
        );
    }

    // if (!optionsBuilder.IsConfigured): what a scaffolded context does when nobody gives it options, so never in an app that can.
    private static bool IsFallbackOfContext(IOperation operation)
    {
        for (var current = operation.Parent; current is not null; current = current.Parent)
        {
            if (
                current is IConditionalOperation
                {
                    Condition: IUnaryOperation { Operand: IPropertyReferenceOperation { Property.Name: "IsConfigured" } }
                }
            )
            {
                return operation.SemanticModel?.GetEnclosingSymbol(operation.Syntax.SpanStart, Cancellation.Token)?.ContainingType
                        is not { } context
                    || context.InstanceConstructors.Any(static constructor =>
                        constructor.Parameters.Any(static parameter => parameter.Type.Name == "DbContextOptions")
                    );
            }
        }

        return false;
    }
}
