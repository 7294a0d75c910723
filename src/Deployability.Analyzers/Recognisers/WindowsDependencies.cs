using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Recognisers;

/// <summary>Something that exists on Windows only.</summary>
/// <param name="Name">As a message calls it; the same for everything that goes with it.</param>
/// <param name="Instead">What does the same on every system.</param>
/// <param name="Part">The type or name that gives it away; empty when the name says it.</param>
internal sealed record WindowsDependency(string Name, string Instead, string Part = "")
{
    public string Display => Part.Length == 0 ? Name : Name + " ('" + Part + "')";
}

/// <summary>Knows types, calls and names that exist on Windows only.</summary>
/// <remarks>
/// What .NET itself marks with <c>[SupportedOSPlatform("windows")]</c> is the platform compatibility analyzer's (CA1416), except where a
/// whole package, Office or COM is meant: there the question is not which call to guard but what to use instead.
/// </remarks>
internal sealed class WindowsDependencies(ProjectContext project)
{
    private const string FileFormats = "a library that writes the file format, such as the Open XML SDK or ClosedXML";
    private const string Configuration = "configuration (appsettings, environment variables)";

    private static readonly HashSet<string> DrawingTypes = new(StringComparer.Ordinal)
    {
        "Bitmap",
        "Brush",
        "Brushes",
        "BufferedGraphics",
        "BufferedGraphicsContext",
        "BufferedGraphicsManager",
        "Font",
        "FontConverter",
        "FontFamily",
        "Graphics",
        "Icon",
        "Image",
        "ImageAnimator",
        "Pen",
        "Pens",
        "Region",
        "SolidBrush",
        "StringFormat",
        "SystemBrushes",
        "SystemFonts",
        "SystemIcons",
        "SystemPens",
        "TextureBrush",
    };

    /// <summary>Words of which one stands in the code that names a Windows-only type by itself, calls for one, or writes the path of a registry key.</summary>
    public static readonly string[] Words =
    [
        "Win32",
        "HttpSys",
        "OleDb",
        "MSMQ",
        "EventLog",
        "EventLogTarget",
        "EventLogAppender",
        "EventLogTraceListener",
        "PerformanceCounter",
        "PerformanceCounterCategory",
        "ProtectedData",
        "ProtectedMemory",
        "GetTypeFromProgID",
        "GetTypeFromCLSID",
        "GetActiveObject",
        "BindToMoniker",
        "CreateObject",
        "AddEventLog",
        "UseHttpSys",
        "ProtectKeysWithDpapi",
        "ProtectKeysWithDpapiNG",
        "HKEY_LOCAL_MACHINE",
        "HKEY_CURRENT_USER",
        "HKEY_CLASSES_ROOT",
        "HKEY_USERS",
        "HKLM",
        "HKCU",
    ];

    // Packages whose every type is for Windows, by the name of their assembly.
    private static readonly HashSet<string> Packages = new(StringComparer.Ordinal)
    {
        "System.Data.OleDb",
        "System.Diagnostics.PerformanceCounter",
        "System.DirectoryServices",
        "System.DirectoryServices.AccountManagement",
        "System.Drawing.Common",
        "System.Management",
        "System.Security.Cryptography.ProtectedData",
        "System.ServiceProcess.ServiceController",
        "System.Speech",
        "System.Windows.Forms",
    };

    /// <summary>Whether the code speaks of anything that exists on Windows only; where it does not, no operation need be looked at.</summary>
    public static bool MayBeIn(ProjectContext project, CancellationToken cancellation) =>
        project.MayHave(Recognisers.Find.WindowsWords, cancellation)
        || project.Mentions(Recognisers.Find.WindowsNamespaces, cancellation)
        // Usings of the project file stand in no file that people write.
        || project.Compilation.ReferencedAssemblyNames.Any(static assembly =>
            Packages.Contains(assembly.Name) || assembly.Name == "PresentationFramework"
        );

    private readonly ConcurrentDictionary<INamedTypeSymbol, WindowsDependency?> types = new(SymbolEqualityComparer.Default);

    // CA1416 looks at .NET 5 and later only.
    private readonly bool isSeenByCompiler = !(
        project.Options.BuildProperty("TargetFramework") is { } framework
        && (
            framework.StartsWith("netstandard", StringComparison.OrdinalIgnoreCase)
            || framework.StartsWith("netcoreapp", StringComparison.OrdinalIgnoreCase)
        )
    );

    /// <returns>What the operation needs of Windows, or null.</returns>
    public WindowsDependency? Of(IOperation operation) =>
        operation switch
        {
            IObjectCreationOperation { Type: INamedTypeSymbol type, Constructor: { } constructor } => OfMember(type, constructor),
            IInvocationOperation { TargetMethod: var method } call => OfCall(call) ?? OfMember(method.ContainingType, method),
            IPropertyReferenceOperation { Property: { IsStatic: true } property } => OfMember(property.ContainingType, property),
            ILiteralOperation { ConstantValue: { HasValue: true, Value: string text } } literal
                when IsRegistryPath(text) && !IsShownOrCompared(literal) => new("the Windows registry", Configuration, text),
            _ => null,
        };

    /// <returns>What a class that derives from the type needs of Windows, or null.</returns>
    public WindowsDependency? OfBase(INamedTypeSymbol type) => type.SpecialType == SpecialType.System_Object ? null : OfMember(type, type);

    private WindowsDependency? OfMember(INamedTypeSymbol? type, ISymbol member)
    {
        if (type is null)
        {
            return null;
        }

        type = type.OriginalDefinition;
        var dependency = types.TryGetValue(type, out var known) ? known : types.GetOrAdd(type, Find);
        return dependency is null || isSeenByCompiler && IsAnnotated(member) ? null : dependency;
    }

    // Calls on types that serve other purposes too.
    private WindowsDependency? OfCall(IInvocationOperation call)
    {
        var method = call.TargetMethod;
        switch (method.Name)
        {
            case "GetTypeFromProgID" or "GetTypeFromCLSID" when method.ContainingType.Is("System", "Type"):
            case "GetActiveObject" or "BindToMoniker" when method.ContainingType.Is("System.Runtime.InteropServices", "Marshal"):
            case "CreateObject" when method.ContainingType.Is("Microsoft.VisualBasic", "Interaction"):
                return OfCom(
                    project.Values.Trace(call.Arguments.Length > 0 ? call.Arguments[0].Value : null) is [{ HasHole: false } name, ..]
                        ? name.Text
                        : ""
                );
            case "EventLog" when call.Receiver()?.Type is { Name: "LoggerSinkConfiguration" }:
                return EventLog;
            case "AddEventLog" when method.IsInNamespace("Microsoft.Extensions.Logging") && !IsOwned(method):
                return EventLog;
            case "UseHttpSys" when method.IsInNamespace("Microsoft.AspNetCore.Hosting") && !IsOwned(method):
                return new("HTTP.sys", "Kestrel, with AddNegotiate() for Windows authentication");
            case "ProtectKeysWithDpapi" or "ProtectKeysWithDpapiNG" when !IsOwned(method):
                return new("DPAPI", "ProtectKeysWithCertificate or a key vault");
            default:
                return null;
        }
    }

    private bool IsOwned(ISymbol symbol) => isSeenByCompiler && IsAnnotated(symbol);

    private static readonly WindowsDependency EventLog = new(
        "the Windows event log",
        "the console, whose output every container platform collects"
    );

    private static WindowsDependency OfCom(string name)
    {
        var isOffice =
            name.StartsWith("Word.", StringComparison.OrdinalIgnoreCase)
            || name.StartsWith("Excel.", StringComparison.OrdinalIgnoreCase)
            || name.StartsWith("PowerPoint.", StringComparison.OrdinalIgnoreCase)
            || name.StartsWith("Access.", StringComparison.OrdinalIgnoreCase);
        return isOffice ? new("Office automation", FileFormats, name)
            : name.StartsWith("Outlook.", StringComparison.OrdinalIgnoreCase) ? new("Office automation", "SMTP or Microsoft Graph", name)
            : new("a COM class", "a .NET library or a service that does the same", name);
    }

    private static WindowsDependency? Find(INamedTypeSymbol type)
    {
        if (type.TypeKind == TypeKind.Enum || type.ContainingNamespace is not { IsGlobalNamespace: false } ns)
        {
            return null;
        }

        return ns.ContainingNamespace.IsGlobalNamespace
            ? null
            : Root(ns) switch
            {
                "Microsoft" => OfMicrosoft(type),
                "System" => OfSystem(type),
                "MSMQ" or "Experimental" when type.IsInNamespace("MSMQ.Messaging") || type.IsInNamespace("Experimental.System.Messaging") =>
                    Queues,
                "NLog" when type.Name == "EventLogTarget" => EventLog,
                "log4net" when type.Name == "EventLogAppender" => EventLog,
                _ => null,
            };
    }

    private static WindowsDependency Queues => new("MSMQ", "a broker that runs everywhere, such as RabbitMQ or Azure Service Bus");

    private static WindowsDependency? OfMicrosoft(INamedTypeSymbol type)
    {
        if (
            type.IsInNamespace("Microsoft.Office.Interop")
            || type.IsInNamespace("Microsoft.Vbe.Interop")
            || type.IsInNamespace("Microsoft.Office.Core")
        )
        {
            var isOutlook = type.IsInNamespace("Microsoft.Office.Interop.Outlook");
            return new(
                "Office automation",
                isOutlook ? "SMTP or Microsoft Graph" : FileFormats,
                type.ContainingNamespace.ToDisplayString()
            );
        }

        return type.ContainingNamespace.Name switch
        {
            "Win32" when type.Name is "Registry" or "RegistryKey" && type.Is("Microsoft.Win32", type.Name) => new(
                "the Windows registry",
                Configuration
            ),
            "Win32" when type.Name == "SystemEvents" && type.Is("Microsoft.Win32", type.Name) => new(
                "SystemEvents of a Windows session",
                "IHostApplicationLifetime"
            ),
            "TaskScheduler" when type.IsInNamespace("Microsoft.Win32.TaskScheduler") => new(
                "the Windows task scheduler",
                "a BackgroundService or a scheduled job of the platform"
            ),
            "Administration" when type.IsInNamespace("Microsoft.Web.Administration") => new(
                "the administration of IIS",
                "Kestrel and its configuration"
            ),
            "HttpSys" when type.IsInNamespace("Microsoft.AspNetCore.Server.HttpSys") => new(
                "HTTP.sys",
                "Kestrel, with AddNegotiate() for Windows authentication"
            ),
            "EventLog" when type.IsInNamespace("Microsoft.Extensions.Logging.EventLog") => EventLog,
            _ => null,
        };
    }

    private static WindowsDependency? OfSystem(INamedTypeSymbol type)
    {
        // A type that is not found belongs to no assembly.
        var assembly = type.ContainingAssembly?.Name ?? "";
        switch (type.ContainingNamespace.Name)
        {
            case "Drawing" when DrawingTypes.Contains(type.Name) && type.Is("System.Drawing", type.Name) && IsMicrosofts(assembly):
            case "Imaging"
            or "Drawing2D"
            or "Text"
            or "Printing"
            or "Design" when type.IsInNamespace("System.Drawing") && IsMicrosofts(assembly):
                return new("System.Drawing.Common", "SkiaSharp or ImageSharp", type.Name);
            case "Management" when type.Is("System.Management", type.Name):
                return new("WMI", "what .NET and the platform tell about the process and the machine", type.Name);
            case "Diagnostics" when type.Name is "EventLog" or "EventLogTraceListener" && type.Is("System.Diagnostics", type.Name):
                return EventLog;
            case "Diagnostics"
                when type.Name is "PerformanceCounter" or "PerformanceCounterCategory" && type.Is("System.Diagnostics", type.Name):
                return new("Windows performance counters", "System.Diagnostics.Metrics");
            case "Cryptography"
                when type.Name is "ProtectedData" or "ProtectedMemory" && type.Is("System.Security.Cryptography", type.Name):
                return new("DPAPI", "ASP.NET Core data protection with keys that all replicas share, or a key vault", type.Name);
            case "DirectoryServices"
            or "AccountManagement"
            or "ActiveDirectory"
                when type.IsInNamespace("System.DirectoryServices") && !type.IsInNamespace("System.DirectoryServices.Protocols"):
                return new("ADSI", "System.DirectoryServices.Protocols (LDAP) or an identity provider", type.Name);
            case "ServiceProcess" when type.Name is "ServiceController" or "ServiceBase" && type.Is("System.ServiceProcess", type.Name):
                return new("Windows services", "a hosted service, with UseWindowsService() where it also runs on Windows", type.Name);
            case "OleDb" when type.Is("System.Data.OleDb", type.Name):
                return new("OLE DB", "the database's own ADO.NET provider, or a library that reads the file format", type.Name);
            case "Messaging" when type.Is("System.Messaging", type.Name):
                return Queues;
            case "EnterpriseServices" when type.Is("System.EnterpriseServices", type.Name):
                return new("COM+", "a service with an API");
            default:
                return type.IsInNamespace("System.Speech") ? new("System.Speech", "a speech service")
                    : type.IsInNamespace("System.Windows") && !DesktopActions.IsDesktop(type) ? OfDesktop(type, assembly)
                    : null;
        }
    }

    // ICommand and some attributes of XAML live in System.Windows too, and everywhere.
    private static WindowsDependency? OfDesktop(INamedTypeSymbol type, string assembly) =>
        type.IsInNamespace("System.Windows.Forms") ? new("Windows Forms", "a user interface in the browser", type.Name)
        : assembly == "System.ObjectModel" || type.TypeKind == TypeKind.Interface ? null
        : new("WPF", "a user interface in the browser", type.Name);

    // Aspose and others offer the same names on every system.
    private static bool IsMicrosofts(string assembly) =>
        !assembly.StartsWith("Aspose", StringComparison.OrdinalIgnoreCase)
        && !assembly.StartsWith("CoreCompat", StringComparison.OrdinalIgnoreCase);

    private static string Root(INamespaceSymbol ns)
    {
        while (ns.ContainingNamespace is { IsGlobalNamespace: false } outer)
        {
            ns = outer;
        }

        return ns.Name;
    }

    private static bool IsAnnotated(ISymbol member)
    {
        if (member.ContainingAssembly is not { } assembly || Packages.Contains(assembly.Name))
        {
            return false;
        }

        for (var symbol = member; symbol is not null and not INamespaceSymbol; symbol = symbol.ContainingSymbol)
        {
            if (IsMarked(symbol))
            {
                return true;
            }
        }

        return IsMarked(assembly);
    }

    private static bool IsMarked(ISymbol symbol) =>
        symbol
            .GetAttributes()
            .Any(static attribute =>
                attribute.AttributeClass?.Name == "SupportedOSPlatformAttribute"
                && attribute.ConstructorArguments is [{ Value: string platform }, ..]
                && platform.StartsWith("windows", StringComparison.OrdinalIgnoreCase)
            );

    private static bool IsRegistryPath(string text) =>
        text.Length > 5
        && text[0] == 'H'
        && text.IndexOf('\\') is > 0 and var end
        && text.Substring(0, end)
            is "HKEY_LOCAL_MACHINE"
                or "HKEY_CURRENT_USER"
                or "HKEY_CLASSES_ROOT"
                or "HKEY_USERS"
                or "HKLM"
                or "HKCU"
                or "HKLM:"
                or "HKCU:";

    // What CA1416 sees in Registry.GetValue("HKEY_…"), and text that only speaks of a key.
    private static bool IsShownOrCompared(ILiteralOperation literal)
    {
        for (var parent = literal.Parent; parent is not null and not IBlockOperation; parent = parent.Parent)
        {
            switch (parent)
            {
                case IThrowOperation
                or IAttributeOperation
                or IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals }
                or IIsPatternOperation
                or ISwitchCaseOperation:
                case IInvocationOperation { TargetMethod: { Name: "Replace" or "StartsWith" or "Contains" or "Equals" } }:
                    return true;
                case IInvocationOperation call:
                    return IsAnnotated(call.TargetMethod)
                        || call.TargetMethod.Name.StartsWith("Log", StringComparison.Ordinal)
                        || call.TargetMethod.ContainingType.Is("System", "Console");
            }
        }

        return false;
    }
}

/// <summary>Knows the namespaces of Windows-only types whose last names stand in other namespaces too: <c>System.Drawing</c>, not <c>Shop.Drawing</c>.</summary>
internal sealed class WindowsNamespaces : Recogniser<string>
{
    private static readonly Dictionary<string, string> Parents = new(StringComparer.Ordinal)
    {
        ["Drawing"] = "System",
        ["Management"] = "System",
        ["DirectoryServices"] = "System",
        ["ServiceProcess"] = "System",
        ["Messaging"] = "System",
        ["EnterpriseServices"] = "System",
        ["Speech"] = "System",
        ["Windows"] = "System",
        ["Office"] = "Microsoft",
        ["Vbe"] = "Microsoft",
        ["Administration"] = "Web",
    };

    public override IEnumerable<string> Words => Parents.Keys;

    public override IEnumerable<SyntaxNode> NodesOf(SyntaxToken token) =>
        token.Parent is { } name
        && token.GetPreviousToken() is var dot
        && dot.IsKind(SyntaxKind.DotToken)
        && dot.GetPreviousToken().ValueText == Parents[token.ValueText]
            ? [name]
            : [];

    public override string Recognise(Candidate candidate) => candidate.Node.NameOfMember() ?? "";
}
