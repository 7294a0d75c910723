using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis.Text;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>What is not compared of an expected diagnostic.</summary>
[Flags]
public enum DiagnosticOptions
{
    None = 0,
    IgnoreAdditionalLocations = 1,
    IgnoreSeverity = 2,
}

/// <summary>How a location of an expected diagnostic is compared.</summary>
[Flags]
public enum DiagnosticLocationOptions
{
    None = 0,

    /// <summary>Only the start is compared.</summary>
    IgnoreLength = 1,

    /// <summary>The location is the span with this number in the markup.</summary>
    InterpretAsMarkupKey = 2,
}

public readonly record struct DiagnosticLocation(FileLinePositionSpan Span, DiagnosticLocationOptions Options);

/// <summary>An expected diagnostic. What is not said is not compared, except that no location means that there must be none.</summary>
public readonly struct DiagnosticResult
{
    public static readonly DiagnosticResult[] EmptyDiagnosticResults = [];

    private readonly ImmutableArray<DiagnosticLocation> _spans;
    private readonly string? _message;

    public DiagnosticResult(string id, DiagnosticSeverity severity)
        : this() => (Id, Severity) = (id, severity);

    public DiagnosticResult(DiagnosticDescriptor descriptor)
        : this(descriptor.Id, descriptor.DefaultSeverity)
    {
    }

    private DiagnosticResult(
        DiagnosticResult from,
        DiagnosticSeverity severity,
        DiagnosticOptions options,
        ImmutableArray<DiagnosticLocation> spans,
        object[]? arguments,
        string? message)
    {
        Id = from.Id;
        Severity = severity;
        Options = options;
        _spans = spans;
        MessageArguments = arguments;
        _message = message;
    }

    public string Id { get; }

    public DiagnosticSeverity Severity { get; }

    public DiagnosticOptions Options { get; }

    public object[]? MessageArguments { get; }

    /// <summary>The first is the diagnostic's own location, the others are its additional locations.</summary>
    public ImmutableArray<DiagnosticLocation> Spans => _spans.IsDefault ? [] : _spans;

    public static DiagnosticResult CompilerError(string id) => new(id, DiagnosticSeverity.Error);

    public static DiagnosticResult CompilerWarning(string id) => new(id, DiagnosticSeverity.Warning);

    public DiagnosticResult WithSeverity(DiagnosticSeverity severity) =>
        new(this, severity, Options & ~DiagnosticOptions.IgnoreSeverity, Spans, MessageArguments, _message);

    public DiagnosticResult WithOptions(DiagnosticOptions options) => new(this, Severity, options, Spans, MessageArguments, _message);

    public DiagnosticResult WithArguments(params object[] arguments) => new(this, Severity, Options, Spans, arguments, _message);

    public DiagnosticResult WithMessage(string? message) => new(this, Severity, Options, Spans, MessageArguments, message);

    public DiagnosticResult WithNoLocation() => new(this, Severity, Options, [], MessageArguments, _message);

    /// <summary>The span <c>{|#0:…|}</c> of the markup.</summary>
    public DiagnosticResult WithLocation(int markupKey) => WithLocation(markupKey, DiagnosticLocationOptions.None);

    public DiagnosticResult WithLocation(int markupKey, DiagnosticLocationOptions options) =>
        AppendSpan(
            new FileLinePositionSpan($"#{markupKey.ToString(CultureInfo.InvariantCulture)}", default),
            options | DiagnosticLocationOptions.InterpretAsMarkupKey);

    /// <summary>A start counted from 1 in the first file.</summary>
    public DiagnosticResult WithLocation(int line, int column) => WithLocation("Test0.cs", line, column);

    public DiagnosticResult WithLocation(string path, int line, int column) => WithLocation(path, new LinePosition(line - 1, column - 1));

    public DiagnosticResult WithLocation(string path, LinePosition location) =>
        AppendSpan(new FileLinePositionSpan(path, location, location), DiagnosticLocationOptions.IgnoreLength);

    /// <summary>A span counted from 1 in the first file.</summary>
    public DiagnosticResult WithSpan(int startLine, int startColumn, int endLine, int endColumn) =>
        WithSpan("Test0.cs", startLine, startColumn, endLine, endColumn);

    public DiagnosticResult WithSpan(string path, int startLine, int startColumn, int endLine, int endColumn) =>
        WithSpan(new FileLinePositionSpan(path, new LinePosition(startLine - 1, startColumn - 1), new LinePosition(endLine - 1, endColumn - 1)));

    public DiagnosticResult WithSpan(FileLinePositionSpan span) => AppendSpan(span, DiagnosticLocationOptions.None);

    public override string ToString()
    {
        var where = Spans is [var first, ..] ? first.Describe() + ": " : "";
        var severity = Options.HasFlag(DiagnosticOptions.IgnoreSeverity) ? "" : Severity.ToString().ToLowerInvariant() + " ";
        var what = _message ?? (MessageArguments is null ? "" : "with arguments " + string.Join(", ", MessageArguments.Select(argument => $"\"{argument}\"")));
        return $"{where}{severity}{Id}{(what.Length == 0 ? "" : ": " + what)}";
    }

    /// <summary>Whether the compiler's or an analyzer's diagnostic is this one.</summary>
    internal bool Matches(Diagnostic actual)
    {
        if (actual.Id != Id)
            return false;
        if (!Options.HasFlag(DiagnosticOptions.IgnoreSeverity) && actual.Severity != Severity)
            return false;
        return MatchesLocations(actual) && MatchesMessage(actual);
    }

    internal DiagnosticResult Resolve(Func<string, string> root, Dictionary<string, FileLinePositionSpan> numbered)
    {
        var spans = Spans.Select(location => location.Resolve(root, numbered)).ToImmutableArray();
        return new DiagnosticResult(this, Severity, Options, spans, MessageArguments, _message);
    }

    private DiagnosticResult AppendSpan(FileLinePositionSpan span, DiagnosticLocationOptions options) =>
        new(this, Severity, Options, Spans.Add(new DiagnosticLocation(span, options)), MessageArguments, _message);

    private bool MatchesLocations(Diagnostic actual)
    {
        if (Spans.IsEmpty)
            return actual.Location.Kind == LocationKind.None;
        if (!Spans[0].Matches(actual.Location))
            return false;
        if (Options.HasFlag(DiagnosticOptions.IgnoreAdditionalLocations))
            return true;
        return actual.AdditionalLocations.Count == Spans.Length - 1
            && Spans.Skip(1).Zip(actual.AdditionalLocations, (expected, location) => expected.Matches(location)).All(matches => matches);
    }

    private bool MatchesMessage(Diagnostic actual)
    {
        var message = actual.GetMessage(CultureInfo.InvariantCulture);
        if (_message is not null)
            return message == _message;
        if (MessageArguments is null)
            return true;

        var format = actual.Descriptor.MessageFormat.ToString(CultureInfo.InvariantCulture);
        return message == string.Format(CultureInfo.InvariantCulture, format, MessageArguments);
    }
}

internal static class DiagnosticLocationExtensions
{
    public static bool Matches(this DiagnosticLocation expected, Location actual)
    {
        var span = actual.GetLineSpan();
        if (span.Path != expected.Span.Path || span.StartLinePosition != expected.Span.StartLinePosition)
            return false;
        return expected.Options.HasFlag(DiagnosticLocationOptions.IgnoreLength) || span.EndLinePosition == expected.Span.EndLinePosition;
    }

    public static string Describe(this DiagnosticLocation location) =>
        location.Options.HasFlag(DiagnosticLocationOptions.IgnoreLength)
            ? $"{location.Span.Path}({Describe(location.Span.StartLinePosition)})"
            : location.Span.Describe();

    /// <summary>Path with line and column counted from 1, as the compiler prints them.</summary>
    public static string Describe(this FileLinePositionSpan span) =>
        $"{span.Path}({Describe(span.StartLinePosition)})-({Describe(span.EndLinePosition)})";

    public static DiagnosticLocation Resolve(this DiagnosticLocation location, Func<string, string> root, Dictionary<string, FileLinePositionSpan> numbered)
    {
        var path = location.Span.Path;
        if (!location.Options.HasFlag(DiagnosticLocationOptions.InterpretAsMarkupKey))
            return location with { Span = new FileLinePositionSpan(root(path), location.Span.Span) };
        if (!numbered.TryGetValue(path, out var span))
            throw new InvalidOperationException($"An expected diagnostic names the markup {path}, which no file has.");

        return new DiagnosticLocation(span, location.Options & ~DiagnosticLocationOptions.InterpretAsMarkupKey);
    }

    private static string Describe(LinePosition position) => $"{position.Line + 1},{position.Character + 1}";
}
