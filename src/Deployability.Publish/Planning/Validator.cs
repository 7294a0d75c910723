using Deployability.Publish.Reading;

namespace Deployability.Publish.Planning;

/// <summary>Collects everything that is wrong with properties and items, so that one publish shows all of it.</summary>
internal sealed class Validator(ProjectInput input)
{
    private readonly List<Problem> problems = [];
    private SourceMap? sources;

    public IReadOnlyList<Problem> Problems => problems;

    public bool HasErrors => problems.Any(static problem => problem.Severity == ProblemSeverity.Error);

    private SourceMap Sources => sources ??= new SourceMap(input.ProjectFile);

    /// <summary>A property's value, or the fallback when it is empty or refused.</summary>
    public string Property(string name, Func<string, bool> isValid, string allowed, string fallback = "")
    {
        var value = input.Property(name);
        if (value.Length == 0)
        {
            return fallback;
        }

        if (isValid(value))
        {
            return value;
        }

        PropertyError(name, value, allowed);
        return fallback;
    }

    /// <summary>A whole-number property.</summary>
    public int Number(string name, int least, int most, int fallback)
    {
        var text = Property(
            name,
            value => Rules.TryNumber(value, least, most, out _),
            $"a whole number from {Text.Of(least)} to {Text.Of(most)}"
        );
        return text.Length == 0 ? fallback : Parse(text);
    }

    public void PropertyError(string name, string value, string allowed)
    {
        var (file, line) = Sources.Property(name);
        Add(new(ProblemSeverity.Error, ProblemCodes.InvalidInput, $"{name} is '{value}'. Allowed: {allowed}.", file, line));
    }

    public void ItemError(ProjectItem item, string what, string allowed)
    {
        var (file, line) = Sources.Item(item.Type, item.Name);
        Add(
            new(ProblemSeverity.Error, ProblemCodes.InvalidInput, $"{item.Type} '{item.Name}' has {what}. Allowed: {allowed}.", file, line)
        );
    }

    /// <summary>Refuses items of one type that share a name or another key.</summary>
    public void NoDuplicates(string type, Func<ProjectItem, string> key, string what)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var item in input.ItemsOf(type))
        {
            if (key(item).Length > 0 && !seen.Add(key(item)))
            {
                ItemError(item, $"the {what} '{key(item)}', which another {type} has too", $"each {what} once");
            }
        }
    }

    /// <summary>Two planners may ask for the same value; its fault is told once.</summary>
    private void Add(Problem problem)
    {
        if (!problems.Contains(problem))
        {
            problems.Add(problem);
        }
    }

    private static int Parse(string text) =>
        int.Parse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture);
}
