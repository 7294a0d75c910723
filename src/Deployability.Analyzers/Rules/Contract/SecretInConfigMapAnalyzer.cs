using Deployability.Analyzers.Contract;
using Deployability.Analyzers.Engine;
using Deployability.Analyzers.Files;
using Deployability.Formats.Yaml;
using Deployability.Secrets;
using Deployability.Secrets.Values;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Deployability.Analyzers.Rules.Contract;

/// <summary>DPL8506: what the code takes for a secret comes from a ConfigMap or a literal.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SecretInConfigMapAnalyzer() : DeployabilityAnalyzer(Descriptors.SecretInConfigMap)
{
    private const string Scheme = "://";

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
    private static bool HasCredential(string value) =>
        ConnectionString.TryParse(value.AsSpan(), out var connection)
            ? connection.PasswordLength > 0 && !IsReference(value.Substring(connection.PasswordStart, connection.PasswordLength))
            : value.IndexOf(Scheme, StringComparison.Ordinal) is >= 0 and var scheme
                && UrlLogin.TryRead(value.AsSpan(), scheme + Scheme.Length, out var login)
                && !IsReference(login.Password.ToString());

    // What the operator, the cluster or a tool puts there, and a file that holds it.
    private static bool IsReference(string value) =>
        value[0] is '$' or '/' or '<'
        || value.IndexOf("{{", StringComparison.Ordinal) >= 0
        || value.IndexOf("${", StringComparison.Ordinal) >= 0
        || value.IndexOf("$(", StringComparison.Ordinal) >= 0
        || value.IndexOf(YamlNode.Hole) >= 0
        || VaultReferences.Is(value.AsSpan());

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
