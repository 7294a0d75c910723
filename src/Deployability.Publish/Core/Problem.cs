namespace Deployability.Publish.Core;

/// <summary>Something to tell the person who publishes.</summary>
/// <param name="Severity">How MSBuild logs it; any error makes the publish fail.</param>
/// <param name="Code">One of <see cref="ProblemCodes"/>.</param>
/// <param name="Message">What is wrong and what to do, in sentences.</param>
/// <param name="File">The file to open; empty when there is none.</param>
/// <param name="Line">The line in it; 0 when unknown.</param>
public sealed record Problem(ProblemSeverity Severity, string Code, string Message, string File = "", int Line = 0)
{
    /// <summary>Where the codes are explained: they are no rules, so one table has them all.</summary>
    public const string HelpLink = "https://github.com/deployability/deployability-analyzers/blob/main/docs/publish.md#messages";
}

/// <summary>How MSBuild shows a problem; an error fails the build.</summary>
public enum ProblemSeverity
{
    Message,

    /// <summary>A message that is always shown: the answer to what was asked for.</summary>
    Notice,
    Warning,
    Error,
}

/// <summary>The codes of area 9xxx, explained in docs/publish.md.</summary>
public static class ProblemCodes
{
    /// <summary>An MSBuild property or item is invalid.</summary>
    public const string InvalidInput = "DPL9001";

    /// <summary>A generated file was edited by hand and is kept.</summary>
    public const string EditedByHand = "DPL9002";

    /// <summary>The Debug configuration is published.</summary>
    public const string DebugConfiguration = "DPL9003";

    /// <summary>A fact could not be resolved; what was assumed instead.</summary>
    public const string Assumption = "DPL9004";

    /// <summary>A file could not be written.</summary>
    public const string CannotWrite = "DPL9005";

    /// <summary>A file of the project could not be read.</summary>
    public const string CannotRead = "DPL9006";

    /// <summary>The baseline lists a finding that is gone.</summary>
    public const string StaleBaseline = "DPL9007";

    /// <summary>The gate fails the build: how many findings of which area.</summary>
    public const string GateClosed = "DPL9008";

    /// <summary>A file around the code is too large to be checked.</summary>
    public const string TooLarge = "DPL9009";

    /// <summary>The emitter itself failed: a defect of ours.</summary>
    public const string Defect = "DPL9099";
}
