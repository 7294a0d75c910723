namespace Deployability.Formats.Json;

/// <summary>One value of a settings file, as .NET's configuration names it.</summary>
/// <param name="Key">Its configuration key: <c>ConnectionStrings:Orders</c>, <c>Cors:AllowedOrigins:0</c>.</param>
/// <param name="Value">The text that configuration yields; empty for null.</param>
/// <param name="Range">Of the value in the file, with its quotes.</param>
/// <param name="Kind">String, number, boolean or null.</param>
public sealed record JsonSetting(string Key, string Value, TextRange Range, JsonKind Kind)
{
    /// <summary>Whether the file writes it as a string.</summary>
    public bool IsString => Kind == JsonKind.String;
}
