using System.Collections.Immutable;
using Deployability.Analyzers.Engine;
using Deployability.Secrets;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Rules.Configuration;

/// <summary>DPL1004: the database, cache or broker to connect to is written in the code, without a password.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class HardcodedConnectionStringAnalyzer() : DeployabilityAnalyzer(Descriptors.HardcodedConnectionString)
{
    private protected override void Register(CompilationStartAnalysisContext context, ProjectContext project)
    {
        if (!ServiceUrls.AppliesTo(project))
        {
            return;
        }

        context.RegisterOperationAction(
            c => Analyze(c, project),
            OperationKind.Invocation,
            OperationKind.ObjectCreation,
            OperationKind.SimpleAssignment
        );
    }

    private static void Analyze(OperationAnalysisContext context, ProjectContext project)
    {
        if (DatabaseHosts.TryRecognise(context.Operation) is { } place)
        {
            JudgeAll(context, project, place, place.Value);
            return;
        }

        if (!PassedValues.MayPass(context.Operation))
        {
            return;
        }

        // Open("Server=…"): a method of the project's own gives its parameter to a connection.
        foreach (var (value, use) in project.Passed.Of(context.Operation, static text => text.IndexOf('=') > 0))
        {
            if (Receiver(use) is { } receiver && receiver.Value.Unwrap() == use && project.Guards.RunsInProduction(receiver.Use))
            {
                JudgeAll(context, project, receiver, value);
            }
        }
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

    private static void JudgeAll(OperationAnalysisContext context, ProjectContext project, DatabaseHost place, IOperation text)
    {
        foreach (var value in project.Values.Trace(text))
        {
            Judge(context, project, place, value);
        }
    }

    private static void Judge(OperationAnalysisContext context, ProjectContext project, DatabaseHost place, TracedValue value)
    {
        var host = DatabaseHosts.HostIn(value.Text, place.IsHost, place.Key.EndsWith("Redis", StringComparison.Ordinal));
        if (
            host.Length == 0
            || SecretDetector.Find(value.Text.AsSpan()) is not null
            || TransportSecurity.DisabledIn(value.Text) is not null
        )
        {
            return;
        }

        // A remote default that configuration replaces is deployable; one on this machine is not.
        var isThisMachine = DatabaseHosts.IsThisMachine(host);
        var origin = value.Origin is null ? Guard.None : project.Guards.Of(value.Origin);
        var isDefault = value.Role == ValueRole.Default || origin == Guard.Configuration;
        if (
            isDefault && !isThisMachine
            || origin == Guard.Development
            || !project.Guards.RunsInProduction(context.Operation)
            || IsFallbackOfContext(context.Operation)
        )
        {
            return;
        }

        var bound = isDefault ? OptionsClasses.KeyFor(value.Literal, project) : null;
        var key = bound ?? (value.Key.Length > 0 ? value.Key : place.Key);
        context.Report(
            project,
            Descriptors.HardcodedConnectionString,
            value.Literal.GetLocation(),
            use: [place.Value.Syntax.GetLocation()],
            properties: ImmutableDictionary<string, string?>
                .Empty.Add(ServiceUrls.KeyProperty, key)
                .Add(ServiceUrls.PlainProperty, "true")
                .Add(ServiceUrls.BoundProperty, bound is null ? null : "true")
                .Add(ServiceUrls.LoopbackProperty, isThisMachine ? "true" : null)
                .Add(ServiceUrls.DefaultProperty, isDefault ? "true" : null),
            arguments: [host, key, DebugFeatures.ErrorDetailIn(value.Text)]
        );
    }

    // if (!optionsBuilder.IsConfigured): what a scaffolded context does when nobody configures it, so never in the app.
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
                return true;
            }
        }

        return false;
    }
}
