using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Deployability.Testing.Tests;

/// <summary>Reports every string literal <c>"bad"</c>, and every <c>bad</c> in additional files.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BadLiteralAnalyzer : DiagnosticAnalyzer
{
    public static readonly DiagnosticDescriptor InCode = new(
        "T0001", "Bad literal", "The literal '{0}' is bad", "Test", DiagnosticSeverity.Warning, isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor InFile = new(
        "T0002", "Bad text", "The file has a bad text", "Test", DiagnosticSeverity.Info, isEnabledByDefault: false);

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [InCode, InFile];

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterSyntaxNodeAction(AnalyzeLiteral, SyntaxKind.StringLiteralExpression);
        context.RegisterAdditionalFileAction(AnalyzeFile);
    }

    private static void AnalyzeLiteral(SyntaxNodeAnalysisContext context)
    {
        var literal = (LiteralExpressionSyntax)context.Node;
        if (literal.Token.ValueText == "bad")
            context.ReportDiagnostic(Diagnostic.Create(InCode, literal.GetLocation(), "bad"));
    }

    private static void AnalyzeFile(AdditionalFileAnalysisContext context)
    {
        var text = context.AdditionalFile.GetText(context.CancellationToken)!;
        var start = text.ToString().IndexOf("bad", StringComparison.Ordinal);
        if (start < 0)
            return;

        var span = new TextSpan(start, 3);
        context.ReportDiagnostic(Diagnostic.Create(InFile, Location.Create(context.AdditionalFile.Path, span, text.Lines.GetLinePositionSpan(span))));
    }
}

/// <summary>Reports the root namespace that the build tells it, without a location.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BuildPropertyAnalyzer : DiagnosticAnalyzer
{
    private static readonly DiagnosticDescriptor Rule = new(
        "T0003", "Property", "{0} in {1}", "Test", DiagnosticSeverity.Warning, isEnabledByDefault: true,
        customTags: WellKnownDiagnosticTags.CompilationEnd);

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Rule];

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationAction(end =>
        {
            var options = end.Options.AnalyzerConfigOptionsProvider.GlobalOptions;
            options.TryGetValue("build_property.RootNamespace", out var name);
            options.TryGetValue("build_property.ProjectDir", out var folder);
            end.ReportDiagnostic(Diagnostic.Create(Rule, Location.None, name, folder));
        });
    }
}

[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ThrowingAnalyzer : DiagnosticAnalyzer
{
    private static readonly DiagnosticDescriptor Rule = new(
        "T0004", "Never", "Never", "Test", DiagnosticSeverity.Warning, isEnabledByDefault: true);

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Rule];

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterSyntaxTreeAction(_ => throw new NotSupportedException("on purpose"));
    }
}

/// <summary>Reports <c>bad</c> in a file at a line that is not the one of its span.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CrookedLocationAnalyzer : DiagnosticAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [BadLiteralAnalyzer.InCode];

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterAdditionalFileAction(file => file.ReportDiagnostic(Diagnostic.Create(
            BadLiteralAnalyzer.InCode,
            Location.Create(file.AdditionalFile.Path, new TextSpan(0, 1), new LinePositionSpan(new LinePosition(1, 0), new LinePosition(1, 1))),
            "x")));
    }
}

/// <summary>Replaces <c>"bad"</c> by an expression.</summary>
public abstract class ReplaceFix(string replacement) : CodeFixProvider
{
    public override ImmutableArray<string> FixableDiagnosticIds => ["T0001"];

    public override FixAllProvider? GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    public override Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        context.RegisterCodeFix(
            CodeAction.Create("Replace", token => FixAsync(context.Document, context.Span, token), nameof(ReplaceFix)),
            context.Diagnostics);
        return Task.CompletedTask;
    }

    private async Task<Document> FixAsync(Document document, TextSpan span, CancellationToken cancellationToken)
    {
        var text = await document.GetTextAsync(cancellationToken);
        return document.WithText(text.Replace(span, replacement));
    }
}

public sealed class GoodFix() : ReplaceFix("\"good\"");

public sealed class BrokenFix() : ReplaceFix("Missing.Name");

public sealed class IdleFix() : ReplaceFix("\"bad\"");

public sealed class NoFixAllFix() : ReplaceFix("\"good\"")
{
    public override FixAllProvider? GetFixAllProvider() => null;
}

/// <summary>Offers nothing at all.</summary>
public sealed class SilentFix : CodeFixProvider
{
    public override ImmutableArray<string> FixableDiagnosticIds => ["T0001"];

    public override FixAllProvider? GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    public override Task RegisterCodeFixesAsync(CodeFixContext context) => Task.CompletedTask;
}

/// <summary>Moves <c>"bad"</c> to <c>settings.json</c>, which it adds if it is not there.</summary>
public sealed class MoveToFileFix : CodeFixProvider
{
    public override ImmutableArray<string> FixableDiagnosticIds => ["T0001"];

    public override FixAllProvider? GetFixAllProvider() => null;

    public override Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        context.RegisterCodeFix(
            CodeAction.Create("Move", token => FixAsync(context.Document, context.Span, token), nameof(MoveToFileFix)),
            context.Diagnostics);
        return Task.CompletedTask;
    }

    private static async Task<Solution> FixAsync(Document document, TextSpan span, CancellationToken cancellationToken)
    {
        var text = await document.GetTextAsync(cancellationToken);
        var solution = document.Project.Solution.WithDocumentText(document.Id, text.Replace(span, "\"good\""));
        if (document.Project.AdditionalDocuments.FirstOrDefault(file => file.Name == "settings.json") is not { } settings)
            return solution.AddAdditionalDocument(DocumentId.CreateNewId(document.Project.Id), "settings.json", SourceText.From("moved", Encoding.UTF8));

        var old = await settings.GetTextAsync(cancellationToken);
        return solution.WithAdditionalDocumentText(settings.Id, SourceText.From(old + "moved", new UTF8Encoding(false)));
    }
}

/// <summary>Writes a class that test code can refer to.</summary>
[Generator]
public sealed class ClassGenerator : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context) =>
        context.RegisterPostInitializationOutput(output => output.AddSource("Generated.g.cs", "public class Generated { string F = \"bad\"; }"));
}
