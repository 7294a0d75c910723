using System.Collections.Immutable;

namespace Deployability.Model;

/// <summary>One thousand of rule ids, and one row of the score.</summary>
/// <param name="Id">Last part of the category (<c>Deployability.Security</c>) and the name in <c>DeployabilityGateCategories</c>.</param>
/// <param name="Digit">The thousand in the ids of its rules.</param>
/// <param name="Title">As the report calls it.</param>
/// <param name="Points">What it is worth in the score; those of all areas make 100.</param>
/// <param name="IsGated">Whether its warnings fail a build in CI by default.</param>
public sealed record Area(string Id, char Digit, string Title, int Points, bool IsGated)
{
    /// <summary>Areas of what analyzers report, in order of their ids.</summary>
    public static ImmutableArray<Area> All { get; } =
    [
        new("Configuration", '1', "Configuration", 15, true),
        new("Security", '2', "Security", 25, true),
        new("Health", '3', "Health and lifecycle", 15, true),
        new("State", '4', "State and data", 15, true),
        new("Observability", '5', "Observability", 10, false),
        new("Portability", '6', "Portability", 5, false),
        new("Containers", '7', "Container files", 5, true),
        new("Kubernetes", '8', "Kubernetes and the deployment contract", 10, true),
    ];

    /// <summary>What the tasks of build and publish say; no part of the score.</summary>
    public static Area Publish { get; } = new("Publish", '9', "Build and publish", 0, false);

    /// <summary>Category of its rules in an IDE and in .editorconfig.</summary>
    public string Category => "Deployability." + Id;

    /// <param name="ruleId"><c>DPL</c> and four digits.</param>
    /// <returns>The area that the thousand says.</returns>
    public static Area Of(string ruleId)
    {
        foreach (var area in All)
        {
            if (area.Digit == ruleId[3])
            {
                return area;
            }
        }

        return Publish;
    }
}
