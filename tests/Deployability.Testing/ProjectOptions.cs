using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Deployability.Testing;

/// <summary>What the compiler tells analyzers of a project, for tests that make their own compilation: the same for every file.</summary>
/// <param name="properties">Compiler-visible MSBuild properties, without the <c>build_property.</c> prefix; one that is empty is not there.</param>
public sealed class ProjectOptions(params (string Name, string? Value)[] properties) : AnalyzerConfigOptionsProvider
{
    private readonly Values values = new(properties);

    public override AnalyzerConfigOptions GlobalOptions => values;

    public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => values;

    public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => values;

    private sealed class Values((string Name, string? Value)[] properties) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, out string value)
        {
            value = Array.Find(properties, property => "build_property." + property.Name == key).Value ?? "";
            return value.Length > 0;
        }
    }
}
