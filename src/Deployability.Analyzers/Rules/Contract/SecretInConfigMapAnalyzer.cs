using Deployability.Analyzers.Contract;
using Deployability.Analyzers.Engine;
using Deployability.Analyzers.Files;
using Deployability.Formats.Yaml;
using Deployability.Secrets;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Deployability.Analyzers.Rules.Contract;

/// <summary>DPL8506: what the code takes for a secret comes from a ConfigMap or a literal.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SecretInConfigMapAnalyzer() : DeployabilityAnalyzer(Descriptors.SecretInConfigMap)
{
    // In what a connection string holds a credential.
    private static readonly string[] Credentials = ["password", "pwd", "accountkey", "sharedaccesskey", "sharedsecret"];

    private protected override void Register(CompilationStartAnalysisContext context, ProjectContext project)
    {
        if (project.IsExecutable)
        {
            var facts = AppFacts.Of(project);
            context.RegisterContainers(
                facts,
                Descriptors.SecretInConfigMap,
                (container, variables, cancellation) =>
                    Judge(container, variables.Where(static variable => !IsToldByItself(variable)), facts, cancellation)
            );
            context.RegisterChartVariables(
                facts,
                Descriptors.SecretInConfigMap,
                (container, variables, cancellation) => Judge(container, variables, facts, cancellation)
            );
        }
    }

    private static IEnumerable<ManifestFinding> Judge(
        AppContainer container,
        IEnumerable<AppVariable> variables,
        AppFacts facts,
        CancellationToken cancellation
    )
    {
        foreach (var variable in variables)
        {
            if (
                variable
                    is {
                        File: not null,
                        Value: { Length: > 0 } value,
                        Origin: VariableOrigin.Literal or VariableOrigin.ConfigMap or VariableOrigin.Settings
                    }
                && !IsReference(value)
                && facts.Keys.All(cancellation).FirstOrDefault(key => key.IsSecret && facts.Keys.Provides(variable.Name, key, cancellation))
                    is { } secret
                && (!IsConnection(secret) || HasCredential(value))
            )
            {
                yield return new ManifestFinding(
                    variable.File,
                    variable.Range,
                    [secret.Key, variable.Origin == VariableOrigin.Literal ? "a literal" : "a ConfigMap", RemedyOf(variable, container)]
                );
            }
        }
    }

    // What is a secret without regard to the code, DPL2003 reports in the same place. A key that a ConfigMap calls otherwise is nothing to it.
    private static bool IsToldByItself(AppVariable variable) =>
        variable is { Value: { Length: > 0 } value, Origin: VariableOrigin.Literal or VariableOrigin.ConfigMap }
        && variable.Range != variable.NameRange
        && SecretDetector.Inspect(value.AsSpan(), variable.Name.AsSpan()) is not null;

    private static bool IsConnection(ReadKey key) =>
        key.IsConnection
        || key.Key.StartsWith("ConnectionStrings:", StringComparison.OrdinalIgnoreCase)
        || Spelling.Letters(key.Key).EndsWith("connectionstring", StringComparison.Ordinal);

    // Password=…; with a value of its own, or a user with a password in an address.
    private static bool HasCredential(string value)
    {
        foreach (var part in value.Split(';', ',', ' '))
        {
            var equals = part.IndexOf('=');
            if (
                equals > 0
                && equals < part.Length - 1
                && !IsReference(part.Substring(equals + 1))
                && Array.Exists(
                    Credentials,
                    name => part.Substring(0, equals).Replace(" ", "").Trim().Equals(name, StringComparison.OrdinalIgnoreCase)
                )
            )
            {
                return true;
            }
        }

        return Uri.TryCreate(value, UriKind.Absolute, out var uri)
            && uri.UserInfo.IndexOf(':') is >= 0 and var colon
            && colon < uri.UserInfo.Length - 1
            && !IsReference(uri.UserInfo.Substring(colon + 1));
    }

    // What the operator, the cluster or a tool puts there, and a file that holds it.
    private static bool IsReference(string value) =>
        value[0] is '$' or '/' or '<'
        || value.IndexOf("{{", StringComparison.Ordinal) >= 0
        || value.IndexOf("${", StringComparison.Ordinal) >= 0
        || value.IndexOf("$(", StringComparison.Ordinal) >= 0
        || value.IndexOf(YamlNode.Hole) >= 0
        || value.StartsWith("vault:", StringComparison.Ordinal)
        || value.StartsWith("ENC[", StringComparison.Ordinal)
        || value.StartsWith("ref+", StringComparison.Ordinal);

    private static string RemedyOf(AppVariable variable, AppContainer container)
    {
        if (container.Service is not null)
        {
            return "write ${" + variable.Name + ":?} and let the operator say it";
        }

        var name = container.Workload?.Name is { Length: > 0 } workload && workload.IndexOf(YamlNode.Hole) < 0 ? workload : container.Name;
        return $"write valueFrom: {{ secretKeyRef: {{ name: {name}-secrets, key: {variable.Name} }} }} under env";
    }
}
