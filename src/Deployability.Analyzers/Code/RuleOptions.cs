using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Deployability.Analyzers.Code;

/// <summary>
/// Options of rules (<c>deployability.DPL1001.allowed_hosts = api.example.com, *.corp.example</c> in .editorconfig or a global config)
/// and the MSBuild properties that the package makes visible.
/// </summary>
internal sealed class RuleOptions(AnalyzerConfigOptionsProvider? provider)
{
    private readonly ConcurrentDictionary<(SyntaxTree?, string), ImmutableArray<string>> lists = new();

    /// <returns>The evaluated MSBuild property, or null when it is empty or not visible.</returns>
    public string? BuildProperty(string name) =>
        provider is not null && provider.GlobalOptions.TryGetValue("build_property." + name, out var value) && value.Length > 0
            ? value
            : null;

    /// <summary>A list option, comma- or semicolon-separated; sections for the tree's path win over global options.</summary>
    public ImmutableArray<string> List(string ruleId, string option, SyntaxTree? tree) =>
        lists.GetOrAdd((tree, ruleId + "." + option), ReadList);

    private ImmutableArray<string> ReadList((SyntaxTree? Tree, string Name) key)
    {
        var name = "deployability." + key.Name;
        if (provider is null)
        {
            return [];
        }

        if (
            (key.Tree is null || !provider.GetOptions(key.Tree).TryGetValue(name, out var value))
            && !provider.GlobalOptions.TryGetValue(name, out value)
        )
        {
            return ImmutableArray<string>.Empty;
        }

        return value
            .Split([',', ';'], StringSplitOptions.RemoveEmptyEntries)
            .Select(static item => item.Trim())
            .Where(static item => item.Length > 0)
            .ToImmutableArray();
    }
}
