using Deployability.Analyzers.Contract;
using Deployability.Analyzers.Engine;
using Deployability.Analyzers.Files;
using Deployability.Formats.Compose;
using Deployability.Secrets;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Deployability.Analyzers.Rules.Security;

/// <summary>DPL2301: the certificate of the other side is not validated, by a callback, a setting, or in a connection string.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CertificateValidationDisabledAnalyzer() : DeployabilityAnalyzer(Descriptors.CertificateValidationDisabled)
{
    private const string Metadata = "RequireHttpsMetadata";

    private const string OfCertificate =
        "lets whoever stands between this app and the other side read and change what they exchange; validate certificates, and trust a private authority in the image where you have one";

    private const string OfNeedlessMetadata =
        "does nothing for an authority over https, and takes the keys that tokens are checked with over plain HTTP as soon as somebody configures another one; remove it";

    private const string OfMetadata =
        "lets the keys that tokens are checked with come over plain HTTP, where whoever stands in between puts in their own and signs in as anybody; leave it on outside Development, with an authority that has an https address";

    private protected override void Register(CompilationStartAnalysisContext context, ProjectContext project)
    {
        context.RegisterBodies(
            project,
            Find.CertificateChecks,
            operation => Analyze(operation, project),
            OperationKind.SimpleAssignment,
            OperationKind.CompoundAssignment,
            OperationKind.EventAssignment,
            OperationKind.ObjectCreation
        );
        if (project.MayHave(Find.TransportWords, context.CancellationToken))
        {
            context.RegisterOperationAction(literal => AnalyzeLiteral(literal, project), OperationKind.Literal);
        }

        var facts = AppFacts.Of(project);
        context.RegisterShippedSettings(file =>
            Report(
                file,
                file.Views.Json.Settings.Select(static setting => new FileValue(setting.Key, setting.Value, setting.Range)),
                project.IsExecutable ? facts.DeployedIn(file.Files) : null
            )
        );
        context.RegisterShippedFiles(ProjectFileKind.WebConfig, static file => Report(file, FileValue.Of(file.Views.Xml)));
        context.RegisterShippedFiles(
            FileVariables.Kinds & ~(ProjectFileKind.DotEnv | ProjectFileKind.WebConfig),
            static file => Report(file, file.Variables)
        );
    }

    private static void Analyze(in OperationContext context, ProjectContext project)
    {
        if (
            CertificateChecks.DisabledBy(context.Operation, project) is { } display
            && project.Guards.RunsInProduction(context.Operation)
            && !CertificateChecks.IsAskedFor(context.Operation)
            && !CertificateChecks.IsForThisMachine(context.Operation)
        )
        {
            context.Report(
                project,
                Descriptors.CertificateValidationDisabled,
                context.Operation.Syntax.GetLocation(),
                arguments:
                [
                    display,
                    !display.EndsWith(Metadata + " = false", StringComparison.Ordinal) ? OfCertificate
                    : CertificateChecks.HasHttpsAuthority(context.Operation, project) ? OfNeedlessMetadata
                    : OfMetadata,
                ]
            );
        }
    }

    private static void AnalyzeLiteral(OperationAnalysisContext context, ProjectContext project)
    {
        if (
            context.Operation.ConstantValue.Value is string text
            && DisabledIn(text) is { } pair
            && project.Guards.RunsInProduction(context.Operation)
        )
        {
            context.Report(
                project,
                Descriptors.CertificateValidationDisabled,
                context.Operation.Syntax.GetLocation(),
                arguments: [$"'{pair.Display}'", OfCertificate]
            );
        }
    }

    private static void Report(FileContext context, IEnumerable<FileValue> values, DeployedContainers? deployed = null)
    {
        var isSwitchReported = false;
        var all = values as IReadOnlyCollection<FileValue> ?? [.. values];
        foreach (var value in all)
        {
            if (IsMetadataSwitch(value))
            {
                // A file that switches it off for each of its services has decided once.
                if (
                    !isSwitchReported
                    && !IsInsideNetwork(value, all)
                    && !IsReplaced(value, static text => text.Equals("false", StringComparison.OrdinalIgnoreCase))
                )
                {
                    isSwitchReported = context.Report(
                        Descriptors.CertificateValidationDisabled,
                        value.Range,
                        $"'{value.Name}' = false",
                        OfMetadata
                    );
                }
            }
            else if (
                DisabledIn(value.Value) is { } pair
                && !IsOfNeighbour(context, value.Value)
                && !IsReplaced(value, static text => TransportSecurity.DisabledIn(text) is not null)
            )
            {
                context.Report(Descriptors.CertificateValidationDisabled, value.Range, $"'{pair.Display}'", OfCertificate);
            }
        }

        bool IsReplaced(FileValue value, Func<string, bool> isAsBad) =>
            deployed?.ReplacementOf(value.Name, context.File, isAsBad, context.CancellationToken).IsComplete == true;
    }

    // Jwt:RequireHttpsMetadata, Jwt__RequireHttpsMetadata
    private static bool IsMetadataSwitch(FileValue value) =>
        value.Name.EndsWith(Metadata, StringComparison.OrdinalIgnoreCase)
        && (value.Name.Length == Metadata.Length || value.Name[value.Name.Length - Metadata.Length - 1] is ':' or '_')
        && value.Value.Equals("false", StringComparison.OrdinalIgnoreCase);

    // Jwt__RequireHttpsMetadata beside Jwt__Authority=http://identity: a host of the network that compose or the cluster makes, to which no certificate can be given.
    private static bool IsInsideNetwork(FileValue value, IReadOnlyCollection<FileValue> all)
    {
        var section = value.Name.Substring(0, value.Name.Length - Metadata.Length);
        var authorities = all.Where(other =>
                other.Name.StartsWith(section, StringComparison.OrdinalIgnoreCase)
                && (
                    other.Name.EndsWith("Authority", StringComparison.OrdinalIgnoreCase)
                    || other.Name.EndsWith("MetadataAddress", StringComparison.OrdinalIgnoreCase)
                )
            )
            .Select(static other => EndpointUrl.TryParse(other.Value))
            .ToList();
        return authorities.Count > 0
            && authorities.TrueForAll(static url =>
                url is { Scheme: "http", IsLoopback: false, Host: { Length: > 0 } host }
                && (
                    host.IndexOf('.') < 0
                    || host.EndsWith(".svc", StringComparison.OrdinalIgnoreCase)
                    || host.EndsWith(".svc.cluster.local", StringComparison.OrdinalIgnoreCase)
                )
            );
    }

    // A database that compose starts beside the app has a certificate of its own making, and the network is theirs alone.
    private static bool IsOfNeighbour(FileContext context, string text) =>
        context.File.Kind == ProjectFileKind.Compose
        && ConnectionString.TryParse(text.AsSpan(), out var connection)
        && connection.Host.ToString().Split(',', ':')[0] is { Length: > 0 } host
        && ComposeService.Of(context.Views.Yaml).Any(service => service.Name == host);

    // One literal, one finding: a password in it comes first.
    private static UnverifiedTransport? DisabledIn(string text) =>
        TransportSecurity.DisabledIn(text) is { } pair && SecretDetector.Find(text.AsSpan()) is null ? pair : null;
}
