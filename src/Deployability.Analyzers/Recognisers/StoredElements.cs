using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Deployability.Analyzers.Recognisers;

/// <summary>What a collection holds, and whether that looks like data of users.</summary>
internal enum StoredElement
{
    /// <summary>Anything that is no data: delegates, connections, types, services, options.</summary>
    Other,

    /// <summary>Strings, numbers, dates.</summary>
    Primitive,

    /// <summary>A class or record with properties, of the project or of its domain library.</summary>
    Entity,
}

/// <summary>Knows the mutable collections of .NET and judges what they hold.</summary>
internal static class StoredElements
{
    private static readonly HashSet<string> Collections = new(StringComparer.Ordinal)
    {
        "List",
        "IList",
        "ICollection",
        "Collection",
        "ObservableCollection",
        "LinkedList",
        "HashSet",
        "ISet",
        "SortedSet",
        "Dictionary",
        "IDictionary",
        "SortedDictionary",
        "SortedList",
        "ConcurrentDictionary",
        "ConcurrentBag",
        "ConcurrentQueue",
        "ConcurrentStack",
        "Queue",
        "Stack",
        "ImmutableList",
        "ImmutableArray",
        "ImmutableDictionary",
        "ImmutableHashSet",
        "ImmutableSortedDictionary",
        "ImmutableSortedSet",
    };

    private static readonly string[] ServiceSuffixes =
    [
        "Options",
        "Settings",
        "Config",
        "Configuration",
        "Handler",
        "Factory",
        "Provider",
        "Service",
        "Connection",
        "Session",
        "Worker",
        "Lock",
        "Descriptor",
        "Metadata",
        "Cache",
        "CacheEntry",
        "CacheItem",
        "CachedItem",
        "Context",
        "Builder",
        "Strategy",
        "Plugin",
        "Processor",
        "Subscriber",
        "Listener",
        "Bucket",
        "Counter",
        "Metrics",
        "Definition",
    ];

    // What a class of any element must be named to hold data; an EventBus<T> holds something else.
    private static readonly string[] GenericStores = ["Repository", "Store", "Storage", "Database", "Table"];

    /// <summary>The names of the collections' types.</summary>
    public static IEnumerable<string> CollectionNames => Collections;

    /// <summary>Whether the type is one of .NET's mutable or replaceable collections; by name first, this is asked for every local.</summary>
    public static bool IsCollection(ITypeSymbol? type) =>
        type is INamedTypeSymbol { Arity: 1 or 2 } named && Collections.Contains(named.Name) && named.IsInNamespace("System.Collections");

    /// <summary>Judges the values of a collection; those of a collection of collections are the inner ones.</summary>
    public static StoredElement Of(ITypeSymbol collection)
    {
        var type = collection;
        while (IsCollection(type))
        {
            var arguments = ((INamedTypeSymbol)type).TypeArguments;
            if (arguments.Length == 2 && IsReflection(arguments[0]))
            {
                return StoredElement.Other;
            }

            type = arguments[arguments.Length - 1];
        }

        return OfValue(type);
    }

    private static StoredElement OfValue(ITypeSymbol type)
    {
        if (type is IArrayTypeSymbol array)
        {
            return OfValue(array.ElementType);
        }

        if (type is ITypeParameterSymbol { DeclaringType: { } generic })
        {
            return GenericStores.Any(word => generic.Name.IndexOf(word, StringComparison.Ordinal) >= 0)
                ? StoredElement.Entity
                : StoredElement.Other;
        }

        if (type is INamedTypeSymbol { IsTupleType: true } tuple)
        {
            return tuple.TupleElements.All(static element => OfValue(element.Type) != StoredElement.Other)
                ? StoredElement.Primitive
                : StoredElement.Other;
        }

        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T, TypeArguments: [var inner] })
        {
            return OfValue(inner);
        }

        if (
            type.SpecialType is >= SpecialType.System_Boolean and <= SpecialType.System_String or SpecialType.System_DateTime
            || type.TypeKind == TypeKind.Enum
            || type.Is("System", "Guid")
            || type.Is("System", "TimeSpan")
            || type.Is("System", "TimeOnly")
            || type.Is("System", "DateTimeOffset")
            || type.Is("System", "DateOnly")
        )
        {
            return StoredElement.Primitive;
        }

        if (
            type.IsInNamespace("System.Text.Json") && type.Name is "JsonElement" or "JsonNode" or "JsonObject"
            || type.IsInNamespace("Newtonsoft.Json.Linq")
        )
        {
            return StoredElement.Entity;
        }

        return type is INamedTypeSymbol named && IsEntity(named) ? StoredElement.Entity : StoredElement.Other;
    }

    private static bool IsEntity(INamedTypeSymbol type)
    {
        if (
            type.TypeKind is not (TypeKind.Class or TypeKind.Struct)
            || type.IsInNamespace("System")
            || type.IsInNamespace("Microsoft")
            || type.IsAnonymousType
            || ServiceSuffixes.Any(suffix => type.Name.EndsWith(suffix, StringComparison.Ordinal))
            || type.AllInterfaces.Any(static implemented => implemented.Name is "IDisposable" or "IAsyncDisposable")
        )
        {
            return false;
        }

        var properties = ImmutableArray.CreateBuilder<ITypeSymbol>();
        for (INamedTypeSymbol? current = type; current is { SpecialType: SpecialType.None }; current = current.BaseType)
        {
            if (current.IsInNamespace("System") || current.IsInNamespace("Microsoft"))
            {
                // An entity may derive from IdentityUser, which is data; from little else of a framework.
                return current.Name.StartsWith("Identity", StringComparison.Ordinal);
            }

            properties.AddRange(
                current
                    .GetMembers()
                    .OfType<IPropertySymbol>()
                    .Where(static property => !property.IsStatic && property.DeclaredAccessibility == Accessibility.Public)
                    .Select(static property => property.Type)
            );
            properties.AddRange(
                current
                    .GetMembers()
                    .OfType<IFieldSymbol>()
                    .Where(static field => !field.IsStatic && !field.IsImplicitlyDeclared)
                    .Select(static field => field.Type)
            );
        }

        return properties.Count > 0 && !properties.Any(static property => IsLive(property));
    }

    // Handles of the process: what holds one cannot be stored anywhere else.
    private static bool IsLive(ITypeSymbol type) =>
        type.TypeKind == TypeKind.Delegate
        || type.IsInNamespace("System.Threading")
        || type.IsInNamespace("System.Net") && type.Name is not ("IPAddress" or "HttpStatusCode")
        || type.IsInNamespace("Microsoft.AspNetCore") && type.Name is not "IFormFile"
        || type.IsInNamespace("System.IO")
        || type.Is("System.Diagnostics", "Process")
        || type.Is("System.Diagnostics", "Stopwatch")
        || IsReflection(type);

    private static bool IsReflection(ITypeSymbol type) =>
        type.Is("System", "Type")
        || type.IsInNamespace("System.Reflection")
        || type is INamedTypeSymbol { IsTupleType: true } tuple && tuple.TupleElements.Any(static element => IsReflection(element.Type));
}
