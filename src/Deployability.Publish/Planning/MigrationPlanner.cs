using Deployability.Model;

namespace Deployability.Publish.Planning;

/// <summary>One run of the app's own image that brings the database up to date and ends, so that instances need not.</summary>
/// <param name="Args">What tells the app to do that.</param>
/// <param name="Resources">Requests and limits.</param>
public sealed record MigrationPlan(IReadOnlyList<string> Args, ResourcePlan Resources)
{
    /// <summary>What tells its objects and services from the app's.</summary>
    public const string Suffix = "migrate";

    /// <inheritdoc cref="Suffix"/>
    public string Name { get; } = Suffix;

    /// <summary>Seconds after which it is stopped.</summary>
    public int Deadline { get; init; } = 600;

    /// <summary>How often a failed run is tried again.</summary>
    public int Retries { get; init; } = 2;

    /// <summary>Seconds for which a finished run stays to be looked at: a week.</summary>
    public int Kept { get; init; } = 604800;
}

/// <summary>Decides whether the database is brought up to date by a job of its own. Only the project can say so: its code has to know the arguments.</summary>
internal static class MigrationPlanner
{
    private const string Property = "DeployabilityMigrationJob";
    private const string UsualArgument = "migrate";

    /// <param name="context">What is decided from.</param>
    /// <param name="isWeb">Whether the app is a web app.</param>
    /// <param name="mayRace">Whether several instances may run.</param>
    /// <returns>The job; null when there is none.</returns>
    public static MigrationPlan? Plan(PlanContext context, bool isWeb, bool mayRace)
    {
        var text = context.Input.Property(Property);
        var isWanted = text.Length > 0 && !string.Equals(text, "false", StringComparison.OrdinalIgnoreCase);
        var changesAtStart = context.Has(Features.SchemaChange);
        var hasFile = VolumePlanner.UsesDatabaseFile(context);
        var changesAtVerbAlone = context.Has(Features.SchemaChangeVerb) && !changesAtStart;
        if (!isWanted)
        {
            if (changesAtStart && mayRace && HasServer(context))
            {
                context.Leave(
                    new(
                        OperatorActionKind.Code,
                        "migration",
                        $"Set {Property} to the argument that makes the app migrate and end (`{UsualArgument}`), and migrate at that argument alone.",
                        "The code changes the database's schema while it starts, and instances that start together race for it (DPL3103)."
                    )
                );
            }

            if (changesAtVerbAlone && (hasFile || HasServer(context)) && !context.Input.ItemsOf("DeployabilityJob").Any())
            {
                context.Leave(
                    new(
                        OperatorActionKind.Setting,
                        "migration",
                        hasFile
                            ? "Let the code do it at its start: one instance runs, and nobody races with it."
                            : $"Set {Property} to that argument, and a job does it.",
                        "The code makes or migrates the database at an argument alone, and nothing here passes one: a new database stays without tables.",
                        hasFile ? "" : $"<{Property}>{UsualArgument}</{Property}>",
                        IsBlocking: true
                    )
                );
            }

            if (context.Has(Features.Migrations) && !changesAtStart && !context.Has(Features.SchemaChangeVerb))
            {
                context.Leave(
                    new(
                        OperatorActionKind.Code,
                        "migration",
                        $"Bring it up to date before the first instance serves (`dotnet ef migrations bundle`), or let the app do it: at an argument that {Property} names, or, with a database file, at its start.",
                        "The project has migrations that nothing applies, so a new database stays without tables.",
                        IsBlocking: true
                    )
                );
            }

            return null;
        }

        var args = string.Equals(text, "true", StringComparison.OrdinalIgnoreCase) ? [UsualArgument] : ProjectInput.Split(text);
        if (args.Count == 0 || args.Any(Credentials.AreIn))
        {
            context.Validator.PropertyError(Property, "", "'true', or arguments with ';' between them, without credentials");
            return null;
        }

        if (!mayRace && !(changesAtVerbAlone && HasServer(context)))
        {
            context.Decide("No job migrates the database.", $"{Property} is set, but only one instance runs, and nobody races with it.");
            return null;
        }

        if (changesAtStart || !context.Has(Features.SchemaChangeVerb))
        {
            context.Leave(
                new(
                    OperatorActionKind.Code,
                    "migration",
                    $"Let the app migrate and end when it gets the argument `{args[0]}`, and never otherwise.",
                    changesAtStart
                        ? $"{Property} is set, but the code changes the database's schema at every start."
                        : $"{Property} is set, and no code was seen that asks for its argument.",
                    Snippet(isWeb, args[0]),
                    IsBlocking: true
                )
            );
        }

        return new(args, ResourcePlan.Default);
    }

    private static bool HasServer(PlanContext context) => context.Connections.Any(static connection => IsServer(connection.Provider));

    /// <summary>Whether instances share the database: otherwise each has a file or memory of its own.</summary>
    private static bool IsServer(string provider) =>
        provider is ConnectionProviders.Npgsql or ConnectionProviders.SqlServer or ConnectionProviders.MySql or ConnectionProviders.Oracle;

    private static string Snippet(bool isWeb, string argument) =>
        $$"""
            if (args.Contains("{{argument}}"))
            {
                using var scope = {{(isWeb ? "app" : "host")}}.Services.CreateScope();
                await scope.ServiceProvider.GetRequiredService<MyContext>().Database.MigrateAsync();
                return;
            }
            """;
}
