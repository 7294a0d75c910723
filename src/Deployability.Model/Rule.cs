namespace Deployability.Model;

/// <summary>One rule, as the IDE, the build, the documentation and the report tell it.</summary>
/// <param name="Id">Public id: <c>DPL</c> and four digits, the thousand is the area.</param>
/// <param name="Title">What is wrong, in a few words without a period.</param>
/// <param name="Severity">Severity of a finding in the <c>recommended</c> profile; of a <see cref="Profile.Strict"/> rule, once it is turned on.</param>
/// <param name="Profile">The smallest profile in which the rule keeps its severity.</param>
/// <param name="Weight">Points, 1 to 10, that its first finding costs in the score of the area; 0 for what says nothing about the app.</param>
/// <param name="Message">Composite format of a finding: what is wrong here, why it breaks, what to do; no period at the end.</param>
/// <param name="Effect">What happens in production, in one sentence.</param>
/// <param name="Remedy">What to do, in one sentence.</param>
/// <param name="IsAboutSecrets">Whether a finding stands on a credential, so that its line is never shown.</param>
public sealed record Rule(
    string Id,
    string Title,
    RuleSeverity Severity,
    Profile Profile,
    int Weight,
    string Message,
    string Effect,
    string Remedy,
    bool IsAboutSecrets = false
)
{
    /// <summary>An id has one row, so it says all: comparing every member would have comparers of enumerations compiled in every publish.</summary>
    public bool Equals(Rule? other) => other?.Id == Id;

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Id);

    /// <summary>The area that its id says.</summary>
    public Area Area => Area.Of(Id);

    /// <summary>Whether it reports without any configuration.</summary>
    public bool IsOnByDefault => Profile != Profile.Strict;

    /// <summary>The address of its page.</summary>
    public string HelpLink => "https://github.com/deployability/deployability-analyzers/blob/main/docs/rules/" + Id + ".md";
}

/// <summary>How loud a finding is, in the words of .editorconfig.</summary>
public enum RuleSeverity
{
    Suggestion,
    Warning,
    Error,
}

/// <summary>Values of <c>DeployabilityProfile</c>, from few findings to many.</summary>
public enum Profile
{
    /// <summary>Only what leaks or cannot work in a container; other warnings are suggestions.</summary>
    Minimal,

    /// <summary>The default.</summary>
    Recommended,

    /// <summary>Every rule, suggestions as warnings.</summary>
    Strict,
}
