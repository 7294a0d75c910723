using Deployability.Formats;

namespace Deployability.Analyzers.Files;

/// <summary>What may be the app: a container of a workload, or a service of a compose file.</summary>
/// <param name="Image">By which those of one program are told from others.</param>
/// <param name="Score">How well it fits, see <see cref="AppNames.ScoreOf"/>.</param>
/// <param name="Names">All that it is called.</param>
internal record AppCandidate(string Image, int Score, string[] Names);

/// <summary>Tells the app among programs by what they are called.</summary>
/// <param name="app">Name of its assembly.</param>
internal sealed class AppNames(string app)
{
    // What an image is called tells more than what people call the place where it runs.
    private const int ByImage = 10;

    /// <summary>How well a program fits; 0 when nothing says so.</summary>
    /// <param name="name">Of its image, without registry and tag.</param>
    /// <param name="others">What people call the place where it runs.</param>
    public int ScoreOf(string name, params string[] others) =>
        ProgramNames.Match(app, name) is > 0 and var match ? match + ByImage : others.Max(other => ProgramNames.Match(app, other));

    /// <summary>Whether its names say that it is what stands in front of the app in browsers.</summary>
    public bool IsOfFrontEnd(AppCandidate candidate) => Array.Exists(candidate.Names, name => ProgramNames.IsOfFrontEnd(app, name));

    /// <summary>Which of the candidates are the app.</summary>
    /// <returns>The score of its containers, and their image; an empty one for any, null when there are none or nobody can tell.</returns>
    public (int Score, string? Image) Choose(IEnumerable<AppCandidate> all)
    {
        var candidates = all.ToList();
        var best = candidates.Count == 0 ? 0 : candidates.Max(static candidate => candidate.Score);
        var images = candidates
            .Where(candidate => candidate.Score == best && (best > 0 || !IsOfFrontEnd(candidate)))
            .Select(static candidate => candidate.Image)
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .ToList();
        return images.Count == 1 ? (best, images[0])
            : images.Count > 1 && best % ByImage == ProgramNames.Whole ? (best, "")
            : (best, null);
    }
}
