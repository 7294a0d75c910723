using Deployability.Model;
using Deployability.Publish.Planning;

namespace Deployability.Publish.Report;

/// <summary>How ready an app is to be deployed: what is fine, what is not, what is left to a person.</summary>
public sealed record ReadinessReport
{
    /// <summary>Name of the app.</summary>
    public required string Name { get; init; }

    /// <summary>0 to 100: the sum over the areas.</summary>
    public required int Score { get; init; }

    /// <summary>The score of the last report that had another one; null when there is none.</summary>
    public required int? PreviousScore { get; init; }

    public required IReadOnlyList<AreaScore> Areas { get; init; }

    public required IReadOnlyList<Strength> Strengths { get; init; }

    /// <summary>Findings by rule, the heaviest first.</summary>
    public required IReadOnlyList<Gap> Gaps { get; init; }

    /// <summary>What a reviewer asks, and what this report can answer.</summary>
    public required IReadOnlyList<Check> Checklist { get; init; }

    /// <summary>What only the operator can do: the plan's actions, and the one command that makes the Secret of all secret values.</summary>
    public required IReadOnlyList<OperatorAction> Actions { get; init; }

    public required DeploymentPlan Plan { get; init; }

    public int FindingCount => Gaps.Total(static gap => gap.Places.Count);
}

/// <param name="Area">The area.</param>
/// <param name="Score">0 to <see cref="Area.Points"/>.</param>
/// <param name="Findings">How many there are.</param>
public sealed record AreaScore(Area Area, int Score, int Findings);

/// <summary>Something that is already fine, with what shows it.</summary>
/// <param name="AreaId">Its area.</param>
/// <param name="Title">What is fine, in a few words.</param>
/// <param name="Evidence">Where that is seen, as a sentence.</param>
public sealed record Strength(string AreaId, string Title, string Evidence);

/// <summary>All findings of one rule.</summary>
/// <param name="Rule">The rule: effect and remedy come from it.</param>
/// <param name="Severity">The worst with which it was reported.</param>
/// <param name="Places">In order of file and line.</param>
public sealed record Gap(Rule Rule, RuleSeverity Severity, IReadOnlyList<Place> Places);

/// <param name="Finding">What was found.</param>
/// <param name="Excerpt">Lines of the file around it, without what may be a credential; empty when there is none to show.</param>
/// <param name="Fingerprint">Stays the same when the code moves.</param>
public sealed record Place(Finding Finding, IReadOnlyList<ExcerptLine> Excerpt, string Fingerprint);

/// <param name="Number">From 1.</param>
/// <param name="Text">The line.</param>
/// <param name="IsMarked">Whether the finding stands on it.</param>
public sealed record ExcerptLine(int Number, string Text, bool IsMarked);

/// <param name="Topic">What is asked about.</param>
/// <param name="State">What is known.</param>
/// <param name="Detail">As a sentence.</param>
public sealed record Check(string Topic, CheckState State, string Detail);

/// <summary>How a topic of the checklist stands.</summary>
public enum CheckState
{
    Fine,
    Open,

    /// <summary>Nothing in code or project shows it: somebody has to say.</summary>
    Unseen,
}
