namespace Deployability.Publish.Planning;

/// <summary>Decides what Node builds, and says what nothing builds.</summary>
internal static class FrontendPlanner
{
    private const string Item = "DeployabilityFrontend";
    private const string Nginx = "nginx";

    public static IReadOnlyList<FrontendPlan> Plan(PlanContext context)
    {
        var directory = context.Input.ProjectDirectory;
        var plans = new List<FrontendPlan>();
        foreach (var item in context.Input.ItemsOf(Item))
        {
            var path = (item["Path"] is { Length: > 0 } given ? given : item.Name).Replace('\\', '/').TrimEnd('/');
            var folder = context.Closure.Frontends.FirstOrDefault(frontend =>
                Text.RelativePath(directory, frontend.Folder)
                == Text.RelativePath(directory, Path.GetFullPath(Path.Combine(directory, path)))
            );
            if (folder is null)
            {
                context.Validator.ItemError(item, $"Path '{path}'", "a folder with a package.json, relative to the project");
                continue;
            }

            plans.Add(
                new(
                    item.Name,
                    Text.RelativePath(context.Closure.ContextRoot, folder.Folder),
                    folder.Lock,
                    item["BuildCommand"] is { Length: > 0 } command ? command : Default("BuildCommand"),
                    item["OutputPath"] is { Length: > 0 } output ? output.Replace('\\', '/').Trim('/') : Default("OutputPath")
                )
                {
                    ApiBasePath = (item["ApiBasePath"] is { Length: > 0 } api ? api : Default("ApiBasePath")).TrimEnd('/'),
                    HasOwnImage = item["Server"] == Nginx,
                }
            );
        }

        var others = context
            .Closure.Frontends.Where(found =>
                plans.TrueForAll(plan => plan.Path != Text.RelativePath(context.Closure.ContextRoot, found.Folder))
            )
            .ToList();
        if (plans.Count == 0 && others is [{ IsBuilt: false, Lock.Length: > 0, Output.Length: > 0 } only] && only.Folder != directory)
        {
            var path = Text.RelativePath(directory, only.Folder);
            var output = Text.RelativePath(directory, Path.GetFullPath(Path.Combine(only.Folder, only.Output)));
            context.Decide(
                $"Node builds {path} in the image, and the app serves what lands in {output}.",
                $"{path}/package.json has a build script that nothing runs.",
                $"Declare `<{Item} Include=\"{NameOf(path)}\" Path=\"{path}\" />` to say otherwise."
            );
            return
            [
                new(
                    NameOf(path),
                    Text.RelativePath(context.Closure.ContextRoot, only.Folder),
                    only.Lock,
                    Default("BuildCommand"),
                    only.Output
                ),
            ];
        }

        foreach (var found in others)
        {
            Tell(context, Text.RelativePath(directory, found.Folder), found.IsBuilt);
        }

        return [.. plans.OrderBy(static plan => plan.Name, StringComparer.Ordinal)];
    }

    /// <summary>The front end that nginx serves, in front of the app; null for none.</summary>
    public static WebTierPlan? WebTier(
        PlanContext context,
        IReadOnlyList<FrontendPlan> frontends,
        string repository,
        IReadOnlyList<PortPlan> ports
    )
    {
        var served = frontends.Where(static frontend => frontend.HasOwnImage).ToList();
        foreach (var frontend in ports.Count == 0 ? served : served.Skip(1))
        {
            context.Validator.ItemError(
                context.Input.ItemsOf(Item).First(item => item.Name == frontend.Name),
                $"the Server '{Nginx}'",
                ports.Count == 0 ? "app, for there is no web app behind it" : $"app; one front end of an app may have '{Nginx}'"
            );
        }

        if (served.Count == 0 || ports.Count == 0)
        {
            return null;
        }

        if (context.Input.ItemsOf("DeployabilityJob").Any(job => job.Name == served[0].Name))
        {
            context.Validator.ItemError(
                context.Input.ItemsOf(Item).First(item => item.Name == served[0].Name),
                $"the name '{served[0].Name}'",
                "a name that no DeployabilityJob has"
            );
        }

        if (ports[0].IsHttp2Only)
        {
            context.Leave(
                new(
                    OperatorActionKind.Code,
                    $"front end {served[0].Name}",
                    "Listen on one more port that speaks HTTP/1.1, and make it the first one (ContainerPort).",
                    $"nginx speaks HTTP/1.1 to the app, and port {Text.Of(ports[0].Number)} answers HTTP/2 alone.",
                    IsBlocking: true
                )
            );
        }

        return new(served[0], $"{repository}-{served[0].Name}", ports[0]);
    }

    private static string Default(string metadata) => ItemSchema.DefaultOf(Item, metadata).Trim('`');

    private static string NameOf(string path) => Text.DnsLabel(path) is { Length: > 0 } label ? label : "web";

    private static void Tell(PlanContext context, string path, bool isBuilt)
    {
        var file = path == "." ? "package.json" : $"{path}/package.json";
        var item = $"`<{Item} Include=\"{NameOf(path)}\" Path=\"{path}\" />`";
        context.Leave(
            new(
                OperatorActionKind.Build,
                file,
                isBuilt
                    ? $"Take that step out of the project, or condition it, and declare {item}."
                    : $"Declare {item}, so that the image's build runs it and the app serves what it makes.",
                isBuilt
                    ? $"The project builds {file} while it is published, and the image that builds the app has no Node: its build will fail."
                    : $"{file} has a build script that nothing runs, so the image has no front end.",
                IsBlocking: true
            )
        );
    }
}
