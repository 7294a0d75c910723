using System.Globalization;
using System.Text.RegularExpressions;

namespace Deployability.Publish.Planning;

/// <summary>What values may look like.</summary>
internal static class Rules
{
    private const RegexOptions Options = RegexOptions.CultureInvariant;

    private static readonly Regex LabelPattern = new("^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\z", Options);
    private static readonly Regex HostPattern = new("^(\\*\\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*\\z", Options | RegexOptions.IgnoreCase);
    private static readonly Regex QuantityPattern = new("^[0-9]+(\\.[0-9]+)?(m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei)?\\z", Options);
    private static readonly Regex VariablePattern = new("^[A-Za-z_][A-Za-z0-9_.:-]*\\z", Options);
    private static readonly Regex TagPattern = new("^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}\\z", Options);
    private static readonly Regex RepositoryPattern = new("^[a-z0-9]+([._-]+[a-z0-9]+)*(/[a-z0-9]+([._-]+[a-z0-9]+)*)*\\z", Options);
    private static readonly Regex RegistryPattern = new("^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:[0-9]{1,5})?\\z", Options);
    private static readonly Regex ImagePattern = new("^[A-Za-z0-9][A-Za-z0-9._:/-]*(@sha256:[a-f0-9]{64})?\\z", Options);

    public static bool IsDnsLabel(string value) => LabelPattern.IsMatch(value);

    public static bool IsHost(string value) => value.Length <= 253 && HostPattern.IsMatch(value);

    public static bool IsQuantity(string value) => QuantityPattern.IsMatch(value) && value.Any(static c => c is >= '1' and <= '9');

    public static bool IsVariable(string value) => VariablePattern.IsMatch(value);

    public static bool IsTag(string value) => TagPattern.IsMatch(value);

    public static bool IsRepository(string value) => value.Length <= 255 && RepositoryPattern.IsMatch(value);

    public static bool IsRegistry(string value) => RegistryPattern.IsMatch(value);

    public static bool IsImage(string value) => ImagePattern.IsMatch(value);

    /// <summary>A path that a volume can be mounted on without hiding what the image needs.</summary>
    public static bool IsMountPath(string value) =>
        value.Length > 1 && value[0] == '/' && !value.Contains(':') && !value.Contains('\\') && !value.Any(char.IsControl)
        && value.TrimEnd('/').Length > 0 && !value.Split('/').Contains("..");

    public static bool IsShareSource(string value) =>
        (value.StartsWith(@"\\", StringComparison.Ordinal) || value.StartsWith("//", StringComparison.Ordinal))
        && value.Substring(2).Split('/', '\\') is { Length: >= 2 } parts && parts[0].Length > 0 && parts[1].Length > 0 && !parts.Contains("..");

    /// <summary>A whole number between two bounds, in plain digits.</summary>
    public static bool TryNumber(string value, int least, int most, out int number) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number >= least && number <= most;
}
