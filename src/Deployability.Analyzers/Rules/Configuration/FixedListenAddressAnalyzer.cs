using Deployability.Analyzers.Contract;
using Deployability.Analyzers.Engine;
using Deployability.Analyzers.Files;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Rules.Configuration;

/// <summary>DPL1003: the server listens where nothing outside its container or machine reaches it.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class FixedListenAddressAnalyzer() : DeployabilityAnalyzer(Descriptors.FixedListenAddress)
{
    // Asked only where 'urls' is not set, which ASPNETCORE_URLS sets.
    private const string OldKey = "server.urls";

    private const string Unreachable =
        "which nothing outside its container can reach; leave the address to ASPNETCORE_HTTP_PORTS or listen on every address";

    private const string WithoutCertificate =
        "for which nothing names a certificate, so it does not start where there is none of a developer's; listen on http and leave HTTPS to the ingress, or name one at Kestrel:Certificates:Default";

    // Code that brings a certificate.
    private static readonly string[] CertificateWords =
    [
        "UseHttps",
        "ConfigureHttpsDefaults",
        "ServerCertificate",
        "ServerCertificateSelector",
        "AddLettuceEncrypt",
    ];

    // What brings a certificate into an image.
    private static readonly string[] CertificateFiles = [".pfx", ".pem", ".crt", "dev-certs", "openssl", "certificate"];

    private static readonly char[] Holes = ['{', '#', '$', '%'];

    private protected override void Register(CompilationStartAnalysisContext context, ProjectContext project)
    {
        if (!project.Types.Has(TypeNames.WebHostBuilder))
        {
            return;
        }

        var files = ProjectFiles.Of(context.Options);
        context.RegisterValues(
            project,
            Find.ListenAddresses,
            Descriptors.FixedListenAddress,
            operation => Judge(operation, project, files),
            OperationKind.Invocation,
            OperationKind.SimpleAssignment
        );
        var schemes = new Once<SchemeFiles>(cancellation => SchemeFiles.Read(files, cancellation));
        context.RegisterHostSettings(file =>
        {
            AnalyzeSettings(file, project);
            AnalyzeCertificates(file, project, schemes);
        });

        context.RegisterShippedFiles(ProjectFileKind.Dockerfile, file => AnalyzeImage(file, project, schemes));

        // Behind IIS the module says where to listen, and on this machine only.
        context.RegisterShippedFiles(FileVariables.Kinds & ~(ProjectFileKind.DotEnv | ProjectFileKind.WebConfig), AnalyzeVariables);
    }

    private static IEnumerable<ValueFinding> Judge(IOperation operation, ProjectContext project, ProjectFiles files)
    {
        var addresses = ListenAddresses.TryRecognise(operation, project);
        if (
            addresses.Count == 0
            || addresses.Any(static address => address.IsReachable)
            || !project.Guards.RunsInProduction(operation)
            || ListensElsewhereToo(operation, project)
            || YieldsToSettings(operation, project, files)
        )
        {
            yield break;
        }

        foreach (var address in addresses)
        {
            if (
                address.Value?.Origin is not { } origin
                || project.Guards.Of(origin) != Guard.Development && !YieldsToSettings(origin, project, files)
            )
            {
                yield return new ValueFinding(
                    address.Value is null && operation is IInvocationOperation call ? call.CallLocation() : address.Literal.GetLocation(),
                    operation.Syntax,
                    address.Host,
                    Unreachable
                );
            }
        }
    }

    // if (builder.Configuration["http_ports"] is null) …: an image of .NET gives the ports, and addresses where the deployment does.
    private static bool YieldsToSettings(IOperation operation, ProjectContext project, ProjectFiles files) =>
        ListenConditions
            .KeysAskedBefore(operation)
            .Any(key => key.EndsWith("_ports", StringComparison.Ordinal) || SaysUrls(project, files, Cancellation.Token));

    private static bool SaysUrls(ProjectContext project, ProjectFiles files, CancellationToken cancellation) =>
        HasUrlsInImage(files, cancellation)
        || AppFacts.Of(project).DeployedIn(files) is var deployed
            && Array.Exists(HostVariables.Urls, name => deployed.AnyMaySet(name, cancellation));

    private static void AnalyzeSettings(FileContext context, ProjectContext project) =>
        Report(
            context,
            context
                .Views.Json.Settings.Where(setting =>
                    ListenAddresses.IsSetting(setting.Key)
                    && !(
                        setting.Key.Equals(OldKey, StringComparison.OrdinalIgnoreCase)
                        && HasUrlsInImage(context.Files, context.CancellationToken)
                    )
                    // Kestrel__Endpoints__Http__Url of every container of the app: this one is a developer's.
                    && !AppFacts
                        .Of(project)
                        .DeployedIn(context.Files)
                        .ReplacementOf(
                            setting.Key,
                            context.File,
                            static text => ListenAddresses.Parse(text).Any(static address => address.Host != "*"),
                            context.CancellationToken
                        )
                        .IsComplete
                )
                .Select(static setting => new FileValue(setting.Key, setting.Value, setting.Range))
        );

    // "Kestrel": { "Endpoints": { "Https": { "Url": "https://*:8443" } } }, without a Certificate: the server throws at the start.
    private static void AnalyzeCertificates(FileContext context, ProjectContext project, Once<SchemeFiles> schemes)
    {
        foreach (var setting in context.Views.Json.Settings)
        {
            if (
                ListenAddresses.IsSetting(setting.Key)
                && IsHttpsForEverybody(setting.Value)
                && !schemes.Get(context.CancellationToken).HasCertificate
                && !CodeSpeaksOfCertificates(project)
            )
            {
                context.Report(Descriptors.FixedListenAddress, setting.Range, setting.Value, WithoutCertificate);
            }
        }
    }

    // ENV ASPNETCORE_URLS=https://+:8443, ENV ASPNETCORE_HTTPS_PORTS=8443, and no certificate comes into the image or from the deployment.
    private static void AnalyzeImage(FileContext context, ProjectContext project, Once<SchemeFiles> schemes)
    {
        if (
            context.Views.Dockerfile is not { Final: { } final } dockerfile
            || !AppDockerfiles.IsOfApp(dockerfile, project.Compilation.AssemblyName ?? "")
            || final.AllInstructions.Any(static instruction =>
                instruction.Words.Any(static word => Array.Exists(CertificateFiles, name => word.Text.Contains(name)))
            )
            || CodeSpeaksOfCertificates(project)
        )
        {
            return;
        }

        var deployed = AppFacts.Of(project).DeployedIn(context.Files);
        foreach (var variable in FileVariables.Of(ProjectFileKind.Dockerfile, context.Views))
        {
            var isHttps = variable.Name.EndsWith("_HTTPS_PORTS", StringComparison.Ordinal)
                ? variable.Value.Length > 0 && variable.Value.All(static c => char.IsDigit(c) || c == ';')
                : ListenAddresses.IsVariable(variable.Name) && IsHttpsForEverybody(variable.Value);
            if (
                isHttps
                && !schemes.Get(context.CancellationToken).HasCertificate
                && !deployed.AnyMaySet(variable.Name, context.CancellationToken)
            )
            {
                context.Report(Descriptors.FixedListenAddress, variable.Range, $"{variable.Name}={variable.Value}", WithoutCertificate);
                return;
            }
        }
    }

    private static bool IsHttpsForEverybody(string urls) =>
        ListenAddresses.Parse(urls).Any(static address => address is { Scheme: "https", Host: "*" });

    private static bool CodeSpeaksOfCertificates(ProjectContext project) =>
        project.Trees.Any(tree => Array.Exists(CertificateWords, word => project.MayMention(tree, word)));

    private static bool HasUrlsInImage(ProjectFiles files, CancellationToken cancellation) =>
        files
            .OfKind(ProjectFileKind.Dockerfile)
            .Any(file =>
                file.GetViews(cancellation)?.Dockerfile.Final is { } final
                && final.AllInstructions.Any(static instruction =>
                    instruction.Keyword == "ENV" && instruction.Pairs.Any(static pair => HostVariables.IsOne(pair.Name, HostVariables.Urls))
                )
            );

    private static void AnalyzeVariables(FileContext context) =>
        Report(context, context.Variables.Where(static variable => ListenAddresses.IsVariable(variable.Name)));

    private static void Report(FileContext context, IEnumerable<FileValue> values)
    {
        var all = values.ToList();
        if (all.Exists(static value => ListenAddresses.Parse(value.Value).Any(static address => address.Host == "*")))
        {
            return;
        }

        foreach (var value in all)
        {
            foreach (var (_, host, _) in ListenAddresses.Parse(value.Value).Take(1))
            {
                if (host.IndexOfAny(Holes) < 0)
                {
                    context.Report(Descriptors.FixedListenAddress, value.Range, host, Unreachable);
                }
            }
        }
    }

    // ListenAnyIP(8080) beside ListenLocalhost(9090): the loopback address is on purpose, for management.
    private static bool ListensElsewhereToo(IOperation operation, ProjectContext project)
    {
        if (operation is not IInvocationOperation { TargetMethod.Name: "Listen" or "ListenLocalhost" or "Add" })
        {
            return false;
        }

        var scope = operation;
        while (scope.Parent is { } parent && scope is not IAnonymousFunctionOperation)
        {
            scope = parent;
        }

        foreach (var other in scope.Descendants())
        {
            if (
                other != operation
                && other is IInvocationOperation call
                && ListenAddresses.Calls.Contains(call.TargetMethod.Name)
                && ListenAddresses.TryRecognise(call, project).Any(static address => address.IsReachable)
                && project.Guards.RunsInProduction(call)
            )
            {
                return true;
            }
        }

        return false;
    }
}
