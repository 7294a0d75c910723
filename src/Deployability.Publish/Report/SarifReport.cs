using Deployability.Model;
using Deployability.Publish.Tree;

namespace Deployability.Publish.Report;

/// <summary>report/deployability.sarif: the findings for code scanning, with paths relative to the repository's root.</summary>
internal static class SarifReport
{
    /// <param name="report">The findings.</param>
    /// <param name="prefix">The project's folder relative to the repository, with '/' at its end; empty when they are one.</param>
    public static string Render(ReadinessReport report, string prefix)
    {
        var rules = report.Gaps.Select(static gap => gap.Rule).OrderBy(static rule => rule.Id, StringComparer.Ordinal).ToList();
        var root = new Mapping
        {
            ["$schema"] = "https://json.schemastore.org/sarif-2.1.0.json",
            ["version"] = "2.1.0",
            ["runs"] = Sequence.Of(
                new Mapping
                {
                    ["tool"] = new Mapping
                    {
                        ["driver"] = new Mapping
                        {
                            ["name"] = "Deployability.Analyzers",
                            ["fullName"] = "Deployability.Analyzers for .NET",
                            ["informationUri"] = "https://github.com/deployability/deployability-analyzers",
                            ["semanticVersion"] = Version(),
                            ["rules"] = new Sequence(rules.Select(OfRule)),
                        },
                    },
                    ["automationDetails"] = new Mapping { ["id"] = $"deployability/{report.Name}/" },
                    ["originalUriBaseIds"] = new Mapping
                    {
                        ["SRCROOT"] = new Mapping { ["description"] = new Mapping { ["text"] = "The root of the repository." } },
                    },
                    ["columnKind"] = "utf16CodeUnits",
                    ["results"] = new Sequence(
                        report.Gaps.SelectMany(static gap => gap.Places).Select(place => OfPlace(place, rules, prefix))
                    ),
                }
            ),
        };
        return JsonWriter.Write(root);
    }

    private static Mapping OfRule(Rule rule)
    {
        var security = rule.Area.Id == "Security";
        var properties = new Mapping
        {
            ["precision"] = "high",
            ["problem.severity"] = rule.Severity switch
            {
                RuleSeverity.Error => "error",
                RuleSeverity.Warning => "warning",
                _ => "recommendation",
            },
            ["tags"] = security
                ? Sequence.Of("deployability", rule.Area.Id.ToLowerInvariant())
                : Sequence.Of("deployability", rule.Area.Id.ToLowerInvariant(), "maintainability"),
        };
        if (security)
        {
            // The scale of CVSS, on which GitHub sorts security findings.
            properties["security-severity"] =
                rule.Weight >= 10 ? "8.8"
                : rule.Weight >= 7 ? "7.0"
                : rule.Weight >= 4 ? "5.0"
                : "3.0";
        }

        return new()
        {
            ["id"] = rule.Id,
            ["name"] = PascalCase(rule.Title),
            ["shortDescription"] = new Mapping { ["text"] = rule.Title + "." },
            ["fullDescription"] = new Mapping { ["text"] = rule.Effect },
            ["help"] = new Mapping { ["text"] = rule.Remedy, ["markdown"] = $"{rule.Effect} {rule.Remedy} [More]({rule.HelpLink})" },
            ["helpUri"] = rule.HelpLink,
            ["defaultConfiguration"] = new Mapping { ["level"] = Level(rule.Severity) },
            ["properties"] = properties,
        };
    }

    private static Mapping OfPlace(Place place, List<Rule> rules, string prefix)
    {
        var finding = place.Finding;
        var line = Math.Max(finding.Region.Line, 1);
        return new()
        {
            ["ruleId"] = finding.Rule.Id,
            ["ruleIndex"] = rules.IndexOf(finding.Rule),
            ["level"] = Level(finding.Severity),
            ["message"] = new Mapping
            {
                ["text"] = finding.Message.EndsWith(".", StringComparison.Ordinal) ? finding.Message : finding.Message + ".",
            },
            ["locations"] = Sequence.Of(
                new Mapping
                {
                    ["physicalLocation"] = new Mapping
                    {
                        ["artifactLocation"] = new Mapping { ["uri"] = UriOf(prefix + finding.File), ["uriBaseId"] = "SRCROOT" },
                        ["region"] = new Mapping
                        {
                            ["startLine"] = line,
                            ["startColumn"] = Math.Max(finding.Region.Column, 1),
                            ["endLine"] = Math.Max(finding.Region.EndLine, line),
                            ["endColumn"] = Math.Max(finding.Region.EndColumn, 1),
                        },
                    },
                }
            ),
            ["partialFingerprints"] = new Mapping { ["primaryLocationLineHash"] = place.Fingerprint },
        };
    }

    private static string Level(RuleSeverity severity) =>
        severity switch
        {
            RuleSeverity.Error => "error",
            RuleSeverity.Warning => "warning",
            _ => "note",
        };

    /// <summary>A path without '..', each part escaped.</summary>
    private static string UriOf(string path)
    {
        var parts = new List<string>();
        foreach (var part in path.Split('/'))
        {
            if (part == ".." && parts.Count > 0 && parts[parts.Count - 1] != "..")
            {
                parts.RemoveAt(parts.Count - 1);
            }
            else if (part is not ("" or "."))
            {
                parts.Add(part);
            }
        }

        return string.Join("/", parts.Select(Uri.EscapeDataString));
    }

    private static string PascalCase(string title) =>
        string.Concat(
            title
                .Split(' ', '-', '.', '\'', ',')
                .Where(static word => word.Length > 1)
                .Select(static word => char.ToUpperInvariant(word[0]) + word.Substring(1).ToLowerInvariant())
        );

    private static string Version()
    {
        var version = typeof(SarifReport).Assembly.GetName().Version ?? new Version(0, 0, 0);
        return version.ToString(3);
    }
}
