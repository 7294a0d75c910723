using Deployability.Analyzers.Engine;
using Deployability.Analyzers.Files;
using Deployability.Secrets;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Deployability.Analyzers.Rules.Security;

/// <summary>DPL2301: the certificate of the other side is not validated, by a callback, a setting, or in a connection string.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CertificateValidationDisabledAnalyzer() : DeployabilityAnalyzer(Descriptors.CertificateValidationDisabled)
{
    private const string OfCertificate =
        "lets whoever stands between this app and the other side read and change what they exchange; validate certificates, and trust a private authority in the image where you have one";

    private const string OfMetadata =
        "lets the keys that tokens are checked with come over plain HTTP, where whoever stands in between puts in their own and signs in as anybody; leave it on outside Development and give the authority an https address";

    private protected override void Register(CompilationStartAnalysisContext context, ProjectContext project)
    {
        context.RegisterOperationAction(
            operation => Analyze(operation, project),
            OperationKind.SimpleAssignment,
            OperationKind.CompoundAssignment,
            OperationKind.EventAssignment,
            OperationKind.ObjectCreation
        );
        context.RegisterOperationAction(literal => AnalyzeLiteral(literal, project), OperationKind.Literal);
        context.RegisterShippedFiles(ProjectFileKind.AppSettings | ProjectFileKind.WebConfig, AnalyzeFile);
    }

    private static void Analyze(OperationAnalysisContext context, ProjectContext project)
    {
        if (
            CertificateChecks.DisabledBy(context.Operation, project) is { } display
            && project.Guards.RunsInProduction(context.Operation)
            && !CertificateChecks.IsAskedFor(context.Operation)
        )
        {
            context.Report(
                project,
                Descriptors.CertificateValidationDisabled,
                context.Operation.Syntax.GetLocation(),
                arguments:
                [
                    display,
                    display.EndsWith("RequireHttpsMetadata = false", StringComparison.Ordinal) ? OfMetadata : OfCertificate,
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

    private static void AnalyzeFile(FileContext context)
    {
        var values =
            context.File.Kind == ProjectFileKind.WebConfig
                ? FileValue.Of(context.Views.Xml).Select(static value => (value.Value, value.Range))
                : context
                    .Views.Json.Settings.Where(static setting => setting.IsString)
                    .Select(static setting => (setting.Value, setting.Range));
        foreach (var (value, range) in values)
        {
            if (DisabledIn(value) is { } pair)
            {
                context.Report(Descriptors.CertificateValidationDisabled, range, $"'{pair.Display}'", OfCertificate);
            }
        }
    }

    // One literal, one finding: a password in it comes first.
    private static UnverifiedTransport? DisabledIn(string text) =>
        TransportSecurity.DisabledIn(text) is { } pair && SecretDetector.Find(text.AsSpan()) is null ? pair : null;
}
