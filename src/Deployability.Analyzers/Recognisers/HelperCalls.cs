using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Deployability.Analyzers.Recognisers;

/// <summary>A call that sets something up, or a helper that may do it out of sight; told by its name and not bound.</summary>
/// <param name="Name">Of the method.</param>
/// <param name="Syntax">The call.</param>
internal sealed record HelperCall(string Name, InvocationExpressionSyntax Syntax)
{
    /// <summary>Whether the call may go into a helper of another project that sets up the host.</summary>
    public bool MaySetUp => HelperCalls.MaySetUp(Name);
}

/// <summary>Knows the names that set up hosts: <c>Add…</c>, <c>Use…</c>, <c>Map…</c> and what people call helpers around them.</summary>
internal sealed class HelperCalls : Recogniser<HelperCall>
{
    public override WordForm FormOf(string word) =>
        word.StartsWith("Map", StringComparison.Ordinal)
        || word.StartsWith("Use", StringComparison.Ordinal)
        || word.StartsWith("Add", StringComparison.Ordinal)
        || word.StartsWith("Configure", StringComparison.Ordinal)
        || word.StartsWith("Set", StringComparison.Ordinal)
        || word.StartsWith("Init", StringComparison.Ordinal)
        || word.StartsWith("Register", StringComparison.Ordinal)
        || word.StartsWith("Expose", StringComparison.Ordinal)
        || PreparesDatabase(word)
            ? WordForm.Call
            : WordForm.None;

    public override HelperCall Recognise(Candidate candidate) => new(candidate.CalledName, (InvocationExpressionSyntax)candidate.Node);

    /// <summary>What people call helpers that bring a database up to date.</summary>
    private static bool PreparesDatabase(string word) =>
        Array.Exists(DatabaseWords, start => word.StartsWith(start, StringComparison.Ordinal));

    private static readonly string[] DatabaseWords =
    [
        "Migrate",
        "ApplyMigration",
        "RunMigration",
        "ExecuteMigration",
        "Seed",
        "EnsureDatabase",
        "EnsureDb",
        "EnsureMigrat",
        "EnsureSeed",
        "CreateDatabase",
        "CreateDb",
        "UpdateDatabase",
        "UpgradeDatabase",
        "PrepareDatabase",
        "PrepDatabase",
        "PrepPopulation",
    ];

    /// <summary>Whether a call of this name may go into a helper of another project that sets up the host.</summary>
    public static bool MaySetUp(string name) =>
        name.StartsWith("Add", StringComparison.Ordinal)
        || name.StartsWith("Use", StringComparison.Ordinal)
        || name.StartsWith("Configure", StringComparison.Ordinal)
        || (name.StartsWith("Map", StringComparison.Ordinal) && !IsMapOfTheFramework(name));

    /// <summary>Whether the name is one of collections, dates, database contexts or the container's own registrations: frequent everywhere and never a helper of anybody's.</summary>
    public static bool IsAddOfTheFramework(string name) =>
        name
            is "AddRange"
                or "AddAsync"
                or "AddRangeAsync"
                or "AddFirst"
                or "AddLast"
                or "AddOrUpdate"
                or "AddAfter"
                or "AddBefore"
                or "AddDays"
                or "AddHours"
                or "AddMinutes"
                or "AddSeconds"
                or "AddMilliseconds"
                or "AddMicroseconds"
                or "AddMonths"
                or "AddYears"
                or "AddTicks"
                or "AddSingleton"
                or "AddScoped"
                or "AddTransient"
                or "AddKeyedSingleton"
                or "AddKeyedScoped"
                or "AddKeyedTransient"
                or "AddOptions"
                or "AddHttpClient"
                or "AddDbContext"
                or "AddParameter"
                or "AddWithValue"
                or "AddProperty"
                or "AddModelError"
                or "AddError";

    /// <summary>Names of the methods that map one route.</summary>
    public static string[] Routes { get; } = ["Map", "MapGet", "MapPost", "MapPut", "MapDelete", "MapPatch", "MapMethods"];

    /// <summary>Whether the name is that of a method that maps one route: <c>MapGet</c>, <c>Map</c>.</summary>
    public static bool IsRoute(string name) => Array.IndexOf(Routes, name) >= 0;

    /// <summary>Whether the name is that of a framework's <c>Map</c> method, which is no helper of anybody's.</summary>
    public static bool IsMapOfTheFramework(string name) =>
        IsRoute(name)
        || name
            is "MapGroup"
                or "MapControllers"
                or "MapControllerRoute"
                or "MapRazorPages"
                or "MapHub"
                or "MapFallback"
                or "MapFallbackToFile"
                or "MapWhen"
                or "MapFrom"
                or "MapRoute";
}
