using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Deployability.Analyzers.Engine;

/// <summary>The one way to a project: with everything that recognisers look for.</summary>
internal static class Projects
{
    /// <summary>For rules and fixes.</summary>
    public static ProjectContext Of(Compilation compilation, AnalyzerOptions options) =>
        ProjectContext.Get(compilation, options, Find.Vocabulary);

    /// <inheritdoc cref="ProjectContext.ForGenerator"/>
    public static ProjectContext ForGenerator(Compilation compilation) => ProjectContext.ForGenerator(compilation, Find.Vocabulary);
}
