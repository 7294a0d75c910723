using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Recognisers;

/// <summary>Something that needs a desktop and a user.</summary>
/// <param name="Name">As a message calls it.</param>
/// <param name="Instead">What a server does.</param>
/// <param name="Location">What must change.</param>
internal sealed record DesktopAction(string Name, string Instead, Location Location);

/// <summary>Knows calls that open programs with windows, speak to the user of a desktop, or use the folders of one.</summary>
internal static class DesktopActions
{
    private const string Answer = "give the address or the content to the client instead";

    // Browsers are not here: servers run them without a window to print or to test.
    private static readonly HashSet<string> Programs = new(StringComparer.OrdinalIgnoreCase)
    {
        "explorer",
        "notepad",
        "notepad++",
        "wordpad",
        "write",
        "iexplore",
        "winword",
        "excel",
        "powerpnt",
        "outlook",
        "mspaint",
        "calc",
        "wmplayer",
        "acrord32",
        "acrobat",
        "control",
        "taskmgr",
        "regedit",
        "xdg-open",
        "open",
        "gnome-open",
        "kde-open",
        "exo-open",
        "sensible-browser",
        "x-www-browser",
        "gedit",
        "nautilus",
        "zenity",
        "xmessage",
    };

    private static readonly HashSet<string> Browsers = new(StringComparer.OrdinalIgnoreCase)
    {
        "chrome",
        "google-chrome",
        "chromium",
        "firefox",
        "msedge",
        "safari",
        "brave",
        "opera",
    };

    private static readonly string[] Documents =
    [
        ".pdf",
        ".html",
        ".htm",
        ".txt",
        ".rtf",
        ".doc",
        ".docx",
        ".xls",
        ".xlsx",
        ".csv",
        ".ppt",
        ".pptx",
        ".png",
        ".jpg",
        ".jpeg",
        ".gif",
        ".log",
        ".chm",
        ".md",
        ".url",
        ".lnk",
    ];

    private static readonly string[] Folders =
    [
        "Desktop",
        "DesktopDirectory",
        "MyDocuments",
        "Personal",
        "MyPictures",
        "MyMusic",
        "MyVideos",
        "CommonDesktopDirectory",
        "CommonDocuments",
        "CommonPictures",
        "CommonMusic",
        "CommonVideos",
        "Favorites",
        "Recent",
        "StartMenu",
        "SendTo",
        "Startup",
    ];

    private static readonly string[] WindowMembers = ["SetWindowSize", "SetWindowPosition", "SetBufferSize", "MoveBufferArea"];

    /// <summary>Names of types and properties, one of which stands in the code of each action that no call says.</summary>
    public static string[] Names { get; } = ["ProcessStartInfo", "FileName", "Clipboard", "ClipboardService"];

    /// <summary>Names of calls.</summary>
    public static string[] Calls { get; } = ["Start", "GetFolderPath", "Show", "ShowAsync", .. WindowMembers];

    /// <returns>What needs a desktop, or null.</returns>
    public static DesktopAction? Of(IOperation operation, ProjectContext project) =>
        operation switch
        {
            IInvocationOperation call => OfCall(call, project),
            IObjectCreationOperation { Type: { Name: "ProcessStartInfo" } type } creation
                when type.Is("System.Diagnostics", "ProcessStartInfo") => OfStartInfo(creation, project),
            ISimpleAssignmentOperation
            {
                Target: IPropertyReferenceOperation { Property: { Name: "FileName", ContainingType: var type }, Instance: { } info }
            } assignment when type.Is("System.Diagnostics", "ProcessStartInfo") && !IsInInitializerOf(info) => OfAssignment(
                assignment,
                info,
                project
            ),
            _ => null,
        };

    /// <summary>Whether a type stands for a desktop by itself.</summary>
    public static bool IsDesktop(ITypeSymbol type) => type.Name is "MessageBox" or "Clipboard" && type.IsInNamespace("System.Windows");

    /// <summary>Whether the text is part of an action of a desktop, which says more about it than its form.</summary>
    public static bool IsPartOfOne(IOperation text, ProjectContext project)
    {
        for (var parent = text.Parent; parent is not null and not IBlockOperation; parent = parent.Parent)
        {
            if (parent is IInvocationOperation or IObjectCreationOperation or ISimpleAssignmentOperation && Of(parent, project) is not null)
            {
                return true;
            }
        }

        return false;
    }

    private static DesktopAction? OfCall(IInvocationOperation call, ProjectContext project)
    {
        var method = call.TargetMethod;
        switch (method.Name)
        {
            case "Start"
                when method.IsStatic && method.ContainingType.Is("System.Diagnostics", "Process") && call.Argument("fileName") is { } file:
                return OpenedBy(file, TextOf(call.Argument("arguments"), project), usesShell: false, project) is { } opened
                    ? new DesktopAction(opened, Answer, call.Syntax.GetLocation())
                    : null;
            case "GetFolderPath"
                when method.ContainingType.SpecialType == SpecialType.None
                    && method.ContainingType.Is("System", "Environment")
                    && FolderOf(call.Argument("folder")) is { } folder:
                return new DesktopAction(
                    "SpecialFolder." + folder,
                    "read the directory from configuration and keep it on a volume",
                    call.Syntax.GetLocation()
                );
            case "Show" or "ShowAsync" when IsDesktop(method.ContainingType):
                return new DesktopAction("MessageBox." + method.Name, "log it or answer the client", call.Syntax.GetLocation());
            case { } name
                when method.IsStatic
                    && method.ContainingType.Name is "Clipboard" or "ClipboardService"
                    && (IsDesktop(method.ContainingType) || method.ContainingType.Is("TextCopy", "ClipboardService")):
                return new DesktopAction(method.ContainingType.Name + "." + name, "answer the client", call.Syntax.GetLocation());
            case { } name when method.ContainingType.Is("System", "Console") && Array.IndexOf(WindowMembers, name) >= 0:
                return new DesktopAction("Console." + name, "remove it: the console of a server is a log", call.Syntax.GetLocation());
            default:
                return null;
        }
    }

    private static DesktopAction? OfStartInfo(IObjectCreationOperation creation, ProjectContext project)
    {
        var file = Given(creation, "fileName") ?? Initialised(creation, "FileName");
        if (file is null)
        {
            return null;
        }

        var variable = VariableOf(creation);
        var usesShell = IsTrue(Initialised(creation, "UseShellExecute")) || variable is not null && AssignedTrue(creation, variable);
        var arguments = TextOf(Given(creation, "arguments") ?? Initialised(creation, "Arguments"), project);
        return OpenedBy(file, arguments.Length > 0 ? arguments : ListIn(creation.Initializer), usesShell, project) is { } opened
            ? new DesktopAction(opened, Answer, StartOf(creation, variable))
            : null;
    }

    // process.StartInfo.FileName = "explorer";
    private static DesktopAction? OfAssignment(ISimpleAssignmentOperation assignment, IOperation info, ProjectContext project)
    {
        // new Process { StartInfo = { FileName = "…", Arguments = "…" } }
        var beside = assignment.Parent as IObjectOrCollectionInitializerOperation;
        var variable = VariableIn(info);
        var usesShell = variable is not null && AssignedTrue(assignment, variable) || IsTrue(Initialised(beside, "UseShellExecute"));
        var arguments = TextOf(
            Initialised(beside, "Arguments") ?? (variable is null ? null : Assigned(assignment, variable, "Arguments")),
            project
        );
        return OpenedBy(assignment.Value, arguments.Length > 0 ? arguments : ListIn(beside), usesShell, project) is { } opened
            ? new DesktopAction(opened, Answer, assignment.Syntax.GetLocation())
            : null;
    }

    // What a call opens, as a message calls it.
    private static string? OpenedBy(IOperation file, string arguments, bool usesShell, ProjectContext project)
    {
        var values = project.Values.Trace(file);
        foreach (var value in values)
        {
            if (IsOpened(value.Text, arguments, usesShell))
            {
                return "Opening '" + value.Text.Replace(TracedValue.Hole.ToString(), "…") + "'";
            }
        }

        // Only the shell opens what is no program; in .NET it must be asked for.
        var isKnown = values.Any(static value => value.Text.Length > 0 && value.Text[0] != TracedValue.Hole);
        return !isKnown && NameOf(file) is { } name && (SaysAddress(name) || usesShell && SaysDocument(name))
            ? "Opening '" + name + "' with the desktop's program"
            : null;
    }

    private static bool IsOpened(string text, string arguments, bool usesShell)
    {
        if (
            text.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase)
        )
        {
            return true;
        }

        if (usesShell && Array.Exists(Documents, extension => text.EndsWith(extension, StringComparison.OrdinalIgnoreCase)))
        {
            return true;
        }

        var program = text.Substring(text.LastIndexOfAny(['/', '\\']) + 1);
        program = program.EndsWith(".exe", StringComparison.OrdinalIgnoreCase) ? program.Substring(0, program.Length - 4) : program;
        return Programs.Contains(program) || OpensByArguments(program, arguments);
    }

    private static bool OpensByArguments(string program, string arguments)
    {
        var text = arguments.TrimStart();
        return program.ToLowerInvariant() switch
        {
            "cmd" => text.StartsWith("/c start", StringComparison.OrdinalIgnoreCase)
                || text.StartsWith("/c \"start", StringComparison.OrdinalIgnoreCase)
                || text.StartsWith("/c explorer", StringComparison.OrdinalIgnoreCase),
            "rundll32" => text.StartsWith("url.dll", StringComparison.OrdinalIgnoreCase)
                || text.StartsWith("shell32.dll", StringComparison.OrdinalIgnoreCase),
            "sh" or "bash" => text.IndexOf("xdg-open", StringComparison.Ordinal) >= 0,
            "gio" => text.StartsWith("open", StringComparison.Ordinal),
            var browser => Browsers.Contains(browser)
                && text.IndexOf("http", StringComparison.OrdinalIgnoreCase) >= 0
                && text.IndexOf("headless", StringComparison.OrdinalIgnoreCase) < 0,
        };
    }

    private static string? FolderOf(IOperation? folder) =>
        folder?.Unwrap() is IFieldReferenceOperation { Field: var field } && Array.IndexOf(Folders, field.Name) >= 0 ? field.Name : null;

    private static bool SaysAddress(string name) => Ends(name, "url") || Ends(name, "uri") || Ends(name, "link");

    private static bool SaysDocument(string name) =>
        Ends(name, "document") || Ends(name, "folder") || Ends(name, "page") || Ends(name, "pdf") || Ends(name, "report");

    private static bool Ends(string name, string word) => name.EndsWith(word, StringComparison.OrdinalIgnoreCase);

    private static string? NameOf(IOperation operation) =>
        operation.Unwrap() switch
        {
            ILocalReferenceOperation local => local.Local.Name,
            IParameterReferenceOperation parameter => parameter.Parameter.Name,
            IMemberReferenceOperation member when member.Member.Name is "AbsoluteUri" or "OriginalString" => "uri",
            IMemberReferenceOperation member => member.Member.Name,
            IInvocationOperation { TargetMethod.Name: "ToString", Instance: { } instance } => NameOf(instance),
            _ => null,
        };

    private static IOperation? Given(IObjectCreationOperation creation, string parameter)
    {
        foreach (var argument in creation.Arguments)
        {
            if (argument.Parameter?.Name == parameter && argument.ArgumentKind != ArgumentKind.DefaultValue)
            {
                return argument.Value;
            }
        }

        return null;
    }

    private static string TextOf(IOperation? arguments, ProjectContext project) =>
        arguments is null || arguments.Type?.SpecialType == SpecialType.System_String
            ? project.Values.Trace(arguments) is [var known, ..]
                ? known.Text
                : ""
            : string.Join(" ", project.Values.TraceElements(arguments).Select(static element => element.Text));

    // ArgumentList = { "/c", "start", url }
    private static string ListIn(IObjectOrCollectionInitializerOperation? initializer)
    {
        foreach (var member in initializer?.Initializers ?? [])
        {
            if (
                member is IMemberInitializerOperation
                {
                    InitializedMember: IPropertyReferenceOperation { Property.Name: "ArgumentList" }
                } list
            )
            {
                return string.Join(
                    " ",
                    list.Initializer.Initializers.OfType<IInvocationOperation>()
                        .Select(static add =>
                            add.Arguments is [{ Value.ConstantValue: { HasValue: true, Value: string text } }]
                                ? text
                                : TracedValue.Hole.ToString()
                        )
                );
            }
        }

        return "";
    }

    private static IOperation? Initialised(IObjectCreationOperation creation, string property) =>
        Initialised(creation.Initializer, property);

    private static IOperation? Initialised(IObjectOrCollectionInitializerOperation? values, string property)
    {
        foreach (var initializer in values?.Initializers ?? [])
        {
            if (
                initializer is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation target } assignment
                && target.Property.Name == property
            )
            {
                return assignment.Value;
            }
        }

        return null;
    }

    private static bool IsTrue(IOperation? value) => value?.Unwrap().ConstantValue is { HasValue: true, Value: true };

    // What the creation's own initialiser says has been read with it.
    private static bool IsInInitializerOf(IOperation info) =>
        info is IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ImplicitReceiver } receiver
        && CreationAround(receiver) is { Type.Name: "ProcessStartInfo" };

    private static IObjectCreationOperation? CreationAround(IOperation operation)
    {
        for (var parent = operation.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is IObjectCreationOperation creation)
            {
                return creation;
            }
        }

        return null;
    }

    private static ISymbol? VariableOf(IOperation creation)
    {
        var parent = creation.Parent;
        while (parent is IConversionOperation)
        {
            parent = parent.Parent;
        }

        return parent switch
        {
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } => declarator.Symbol,
            ISimpleAssignmentOperation assignment => VariableIn(assignment.Target),
            _ => null,
        };
    }

    // process of process.StartInfo
    private static ISymbol? VariableIn(IOperation operation) =>
        operation.Unwrap() switch
        {
            ILocalReferenceOperation local => local.Local,
            IFieldReferenceOperation field => field.Field,
            IPropertyReferenceOperation { Property.Name: "StartInfo", Instance: { } process } => VariableIn(process),
            _ => null,
        };

    private static bool AssignedTrue(IOperation use, ISymbol variable) => IsTrue(Assigned(use, variable, "UseShellExecute"));

    private static IOperation? Assigned(IOperation use, ISymbol variable, string property)
    {
        foreach (var step in use.Root().Descendants())
        {
            if (
                step is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Instance: { } instance } target } assignment
                && target.Property.Name == property
                && SymbolEqualityComparer.Default.Equals(VariableIn(instance), variable)
            )
            {
                return assignment.Value;
            }
        }

        return null;
    }

    // Process.Start(info) where there is one; until then nothing happens.
    private static Location StartOf(IObjectCreationOperation creation, ISymbol? variable)
    {
        if (creation.Parent is IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: "Start" } start })
        {
            return start.Syntax.GetLocation();
        }

        foreach (var step in variable is null ? [] : creation.Root().Descendants())
        {
            if (
                step is IInvocationOperation { TargetMethod: { Name: "Start", IsStatic: true } } call
                && call.Arguments is [{ Value: var info }]
                && SymbolEqualityComparer.Default.Equals(VariableIn(info), variable)
            )
            {
                return call.Syntax.GetLocation();
            }
        }

        return creation.Syntax.GetLocation();
    }
}
