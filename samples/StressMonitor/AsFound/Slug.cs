namespace StressMonitor;

/// <summary>Identifiers that people can read: "Churn Risk v2" is "churn-risk-v2".</summary>
public static class Slug
{
    public static string From(string name)
    {
        var letters = name.Trim().ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-');
        var parts = new string([.. letters]).Split('-', StringSplitOptions.RemoveEmptyEntries);
        return parts.Length > 0 ? string.Join('-', parts) : Guid.CreateVersion7().ToString("n");
    }
}
