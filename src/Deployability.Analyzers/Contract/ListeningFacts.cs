using System.Collections.Concurrent;
using Deployability.Analyzers.Files;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Deployability.Analyzers.Contract;

/// <summary>What code and settings say of where the app listens: the same for each container, so it is found once.</summary>
internal sealed class ListeningFacts
{
    private readonly AppFacts facts;
    private readonly ProjectFiles files;
    private readonly Once<bool> isUnknown;
    private readonly Once<bool> listensAtRunTime;
    private readonly Once<List<FileValue>> settings;
    private readonly ConcurrentDictionary<string, bool> named = new(StringComparer.Ordinal);

    public ListeningFacts(AppFacts facts, ProjectFiles files)
    {
        this.facts = facts;
        this.files = files;
        isUnknown = new(cancellation => facts.Project.Health.RunCall(cancellation) is null || MayListenElsewhere(cancellation));
        listensAtRunTime = new(FindListensAtRunTime);
        settings = new(cancellation => [.. FindSettings(cancellation)]);
    }

    /// <summary>Whether something out of sight may decide where the app listens.</summary>
    public bool IsUnknown(CancellationToken cancellation) => isUnknown.Get(cancellation);

    /// <summary>Whether the code listens at an address that nobody here can read.</summary>
    public bool ListensAtRunTime(CancellationToken cancellation) => listensAtRunTime.Get(cancellation);

    /// <summary>The settings that hold in Production.</summary>
    public List<FileValue> Settings(CancellationToken cancellation) => settings.Get(cancellation);

    /// <summary>Whether code or settings name a port.</summary>
    public bool IsNamed(string port, CancellationToken cancellation) =>
        named.GetOrAdd(
            port,
            key =>
                facts.Project.Trees.Any(tree => Names(tree.GetText(cancellation).ToString(), key))
                || files.OfKind(ProjectFileKind.AppSettings).Any(file => Names(file.GetViews(cancellation)?.Text ?? "", key))
        );

    /// <summary>Whether a number stands in a text, and no part of another.</summary>
    public static bool Names(string text, string number)
    {
        for (var i = text.IndexOf(number, StringComparison.Ordinal); i >= 0; i = text.IndexOf(number, i + 1, StringComparison.Ordinal))
        {
            if ((i == 0 || !char.IsDigit(text[i - 1])) && (i + number.Length == text.Length || !char.IsDigit(text[i + number.Length])))
            {
                return true;
            }
        }

        return false;
    }

    private bool MayListenElsewhere(CancellationToken cancellation) =>
        UnseenHelpers.MayDo(facts.Project, HelperWords.Listening.AreIn, cancellation)
        || facts.MayUnseenProjectUse("Microsoft.AspNetCore.Server", "Microsoft.AspNetCore.Hosting");

    // UseUrls(urls), ListenAnyIP(port): a call that says an address which nobody here can read.
    private static readonly string[] ListenCalls = ["UseUrls", "ListenAnyIP", "ListenLocalhost"];

    private bool FindListensAtRunTime(CancellationToken cancellation) =>
        facts.Project.Trees.Any(tree =>
            facts
                .Project.Candidates(tree, Find.ListenAddresses)
                .Any(node =>
                    node is InvocationExpressionSyntax call
                    && (
                        Array.IndexOf(ListenCalls, call.Expression.NameOfMember()) >= 0
                        || call.Expression.ToString().EndsWith(".Urls.Add", StringComparison.Ordinal)
                    )
                    && !facts.Project.In(tree, Find.ListenAddresses, cancellation).Any(found => found.Node == node)
                )
        );

    private IEnumerable<FileValue> FindSettings(CancellationToken cancellation)
    {
        foreach (var file in files.OfKind(ProjectFileKind.AppSettings))
        {
            if (
                !file.IsForDevelopment
                && (Equal(file.Name, "appsettings.json") || Equal(file.Name, "appsettings.Production.json"))
                && file.GetViews(cancellation) is { } views
            )
            {
                foreach (var setting in views.Json.Settings)
                {
                    yield return new FileValue(setting.Key, setting.Value, setting.Range);
                }
            }
        }
    }

    private static bool Equal(string left, string right) => left.Equals(right, StringComparison.OrdinalIgnoreCase);
}
