using System.Collections.Immutable;
using Microsoft.CodeAnalysis.Text;

namespace Microsoft.CodeAnalysis.Testing;

internal sealed record ResolvedFile(string Path, SourceText Text);

internal sealed record ResolvedProject(ProjectState State, ImmutableArray<ResolvedFile> Sources, ImmutableArray<ResolvedFile> AdditionalFiles);

/// <summary>A state whose markup has become file texts without markup and expectations with locations.</summary>
internal sealed record ResolvedState(ImmutableArray<ResolvedProject> Projects, ImmutableArray<DiagnosticResult> Expected);

/// <summary>Takes the markup out of a state.</summary>
internal sealed class StateResolver(MarkupMode mode, MarkupOptions options, Func<string?, DiagnosticResult> diagnosticFor)
{
    private readonly List<DiagnosticResult> _marked = [];
    private readonly Dictionary<string, FileLinePositionSpan> _numbered = [];

    /// <param name="state">The state whose files and expectations are meant.</param>
    /// <param name="before">Gives the projects and files that <paramref name="state"/> does not mention.</param>
    public ResolvedState Resolve(SolutionState state, SolutionState before)
    {
        var projects = before.AdditionalProjects.Values.Prepend(before)
            .Select(project => ResolveProject(project, state.FindProject(project.Name) ?? project))
            .ToImmutableArray();
        var expected = state.ExpectedDiagnostics.Select(result => result.Resolve(before.Root, _numbered)).Concat(_marked);

        return new ResolvedState(projects, [.. expected]);
    }

    private ResolvedProject ResolveProject(ProjectState before, ProjectState state) => new(
        before,
        ResolveFiles(before, state.Sources.Count > 0 ? state.Sources : before.Sources),
        ResolveFiles(before, state.AdditionalFiles.Count > 0 ? state.AdditionalFiles : before.AdditionalFiles));

    private ImmutableArray<ResolvedFile> ResolveFiles(ProjectState project, SourceFileCollection files) =>
        [.. files.Select(file => ResolveFile(project.Root(file.filename), file.content))];

    private ResolvedFile ResolveFile(string path, SourceText content)
    {
        if (mode == MarkupMode.None)
            return new ResolvedFile(path, content);

        var marked = MarkupParser.Parse(path, content.ToString(), options);
        var text = SourceText.From(marked.Text, content.Encoding, content.ChecksumAlgorithm);
        if (mode == MarkupMode.Allow)
            Expect(path, text, marked);

        return new ResolvedFile(path, text);
    }

    private void Expect(string path, SourceText text, MarkedText marked)
    {
        foreach (var span in marked.Spans)
        {
            var location = new FileLinePositionSpan(path, text.Lines.GetLinePositionSpan(span.Span));
            if (span.Name is not ['#', ..])
                _marked.Add(diagnosticFor(span.Name).WithSpan(location));
            else if (!_numbered.TryAdd(span.Name, location))
                throw new InvalidOperationException($"The markup {{|{span.Name}:…|}} stands twice.");
        }

        foreach (var position in marked.Positions)
        {
            var location = text.Lines.GetLinePosition(position);
            _marked.Add(diagnosticFor(null).WithLocation(path, location));
        }
    }
}
