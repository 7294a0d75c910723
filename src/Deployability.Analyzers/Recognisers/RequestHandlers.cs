using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Recognisers;

/// <summary>Knows which code answers requests: route lambdas, controllers, pages, hubs, gRPC services, middleware.</summary>
internal static class RequestHandlers
{
    /// <summary>Whether every public method of the type answers requests.</summary>
    public static bool IsHandlerType(INamedTypeSymbol? type, ProjectContext project)
    {
        if (type is null || type.TypeKind != TypeKind.Class)
        {
            return false;
        }

        if (
            type.Name.EndsWith("Controller", StringComparison.Ordinal)
            || type.Name.EndsWith("Middleware", StringComparison.Ordinal)
            || project.Types.Is(type, TypeNames.ControllerBase)
            || project.Types.Is(type, "Microsoft.AspNetCore.Mvc.RazorPages.PageModel")
            || project.Types.Is(type, "Microsoft.AspNetCore.SignalR.Hub")
            || project.Types.Is(type, "Microsoft.AspNetCore.Mvc.ViewComponent")
        )
        {
            return true;
        }

        for (var current = type; current is { SpecialType: not SpecialType.System_Object }; current = current.BaseType)
        {
            foreach (var attribute in current.GetAttributes())
            {
                if (attribute.AttributeClass?.Name is "ApiControllerAttribute" or "ControllerAttribute" or "BindServiceMethodAttribute")
                {
                    return true;
                }
            }
        }

        // MediatR and its kin: one class answers one request.
        foreach (var implemented in type.AllInterfaces)
        {
            if (implemented.Name is "IRequestHandler" or "ICommandHandler" or "IQueryHandler")
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a method answers requests by where it stands or what it takes.</summary>
    public static bool IsHandler(IMethodSymbol method, ProjectContext project) =>
        method.MethodKind == MethodKind.Ordinary
        && (
            method.DeclaredAccessibility != Accessibility.Private && IsHandlerType(method.ContainingType, project)
            || method.Parameters.Any(static parameter =>
                parameter.Type.Is("Microsoft.AspNetCore.Http", "HttpContext")
                || parameter.Type.Is("Microsoft.AspNetCore.Http", "HttpRequest")
            )
        );

    /// <summary>Whether a lambda or method group is given to routing or to the pipeline, so that each request runs it.</summary>
    public static bool IsGivenToPipeline(IOperation function)
    {
        var parent = function.Parent;
        while (parent is IConversionOperation or IDelegateCreationOperation or IParenthesizedOperation)
        {
            parent = parent.Parent;
        }

        if (parent is not IArgumentOperation { Parent: IInvocationOperation call })
        {
            return false;
        }

        var method = call.TargetMethod;
        return (method.Name.StartsWith("Map", StringComparison.Ordinal) || method.Name is "Use" or "Run")
            && method.IsInNamespace("Microsoft.AspNetCore");
    }

    /// <summary>The method that runs an operation; null with <paramref name="inRequest"/> set when it is a lambda that requests run.</summary>
    /// <param name="operation">An operation inside a body.</param>
    /// <param name="inRequest">Whether each request runs it.</param>
    public static IMethodSymbol? RunnerOf(IOperation operation, out bool inRequest)
    {
        inRequest = false;
        for (var parent = operation.Parent; parent is not null; parent = parent.Parent)
        {
            switch (parent)
            {
                case IAnonymousFunctionOperation when IsGivenToPipeline(parent):
                    inRequest = true;
                    return null;
                case ILocalFunctionOperation local:
                    return local.Symbol;
            }
        }

        return operation.Member() as IMethodSymbol;
    }
}
