using Deployability.Model;

namespace Deployability.Publish.Report;

/// <summary>One finding of the analyzers, as the compiler logged it.</summary>
/// <param name="Rule">Its rule.</param>
/// <param name="Severity">How it was reported.</param>
/// <param name="Message">What is wrong here; analyzers put no secret into it.</param>
/// <param name="File">Relative to the project, with '/'.</param>
/// <param name="Region">Where in the file.</param>
public sealed record Finding(Rule Rule, RuleSeverity Severity, string Message, string File, Region Region);

/// <param name="Line">From 1; 0 when unknown.</param>
/// <param name="Column">From 1.</param>
/// <param name="EndLine">From 1.</param>
/// <param name="EndColumn">From 1, behind the last character.</param>
public sealed record Region(int Line, int Column, int EndLine, int EndColumn);
