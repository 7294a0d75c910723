namespace StressMonitor.Explanations;

public sealed class OpenAIOptions
{
    public const string Section = "OpenAI";

    /// <summary>Without a key, explanations come from rules.</summary>
    public string? ApiKey { get; set; }

    public string Model { get; set; } = "gpt-4o-mini";
}
