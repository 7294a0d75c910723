using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Flow;

/// <summary>Follows what a call or a builder makes of its arguments: trimming, formats, concatenation, encodings, reads with a default.</summary>
/// <param name="tracer">Follows the arguments.</param>
/// <param name="composed">Puts texts together.</param>
/// <param name="held">Knows what a method of the project returns.</param>
internal sealed class CalledValues(ValueTracer tracer, ComposedValues composed, HeldValues held)
{
    /// <summary>What a call yields that changes, joins or reads texts, or does nothing but return one.</summary>
    public void Trace(IInvocationOperation invocation, ValueWay way, ImmutableArray<TracedValue>.Builder result)
    {
        var method = invocation.TargetMethod;
        if (method.ContainingType.SpecialType == SpecialType.System_String || method.Name == "ToString")
        {
            switch (method.Name)
            {
                case "Trim"
                or "TrimEnd"
                or "TrimStart"
                or "ToString"
                or "ToLowerInvariant"
                or "ToLower"
                or "Replace" when invocation.Instance is { } instance:
                    tracer.Trace(instance, way.Next, result);
                    break;
                case "Format" when invocation.Argument("format") is { } format:
                    TraceFormat(invocation, format, way, result);
                    break;
                case "Concat" when invocation.Arguments.Length > 0:
                    TraceConcat(invocation, way, result);
                    break;
                case "IsNullOrEmpty" or "IsNullOrWhiteSpace":
                    break;
            }
        }
        else if (
            invocation.Arguments.Length > 0
            && (
                method.Name == "GetBytes" && method.ContainingType.IsInNamespace("System.Text")
                || method.Name is "FromBase64String" or "FromHexString" && method.ContainingType.Is("System", "Convert")
            )
        )
        {
            tracer.Trace(invocation.Arguments[0].Value, way.Next, result);
        }
        else if (ConfigurationReads.DefaultOf(invocation) is { } fallback)
        {
            tracer.Trace(fallback, way.Next.Default(ValueTracer.KeyOf(invocation)), result);
        }
        else if (
            method is { IsVirtual: false, IsOverride: false, IsAsync: false, DeclaringSyntaxReferences.Length: 1, ReturnType: var type }
            && (type.SpecialType == SpecialType.System_String || type.Is("System", "Uri"))
        )
        {
            held.TraceMember(method, invocation, way, result);
        }
    }

    private void TraceFormat(IInvocationOperation invocation, IOperation format, ValueWay way, ImmutableArray<TracedValue>.Builder result)
    {
        if (format.Unwrap().ConstantValue is not { HasValue: true, Value: string pattern })
        {
            tracer.Trace(format, way.Next, result);
            return;
        }

        result.Add(way.Found(composed.Format(pattern, invocation, format, way.Depth - 1), format.Syntax, format));
    }

    private void TraceConcat(IInvocationOperation invocation, ValueWay way, ImmutableArray<TracedValue>.Builder result)
    {
        var text = new StringBuilder();
        foreach (var argument in ComposedValues.Texts(invocation, skip: null))
        {
            composed.Append(argument, way.Depth - 1, text);
        }

        // Where the first part says the host, it is what must change.
        var first = ComposedValues.Texts(invocation, skip: null).FirstOrDefault();
        if (
            first is not null
            && (
                ComposedValues.IsOnlyHoles(text)
                || first.Unwrap().ConstantValue is not { HasValue: true }
                || EndpointUrl.TryParse(first.Unwrap().ConstantValue.Value as string ?? "") is { IsHostKnown: true }
            )
        )
        {
            tracer.Trace(first, way.Next, result);
        }
        else if (text.Length > 0)
        {
            result.Add(way.Found(text.ToString(), invocation.Syntax, invocation));
        }
    }

    /// <summary>The address that a <c>UriBuilder</c> is given in parts, with the part that says the host; null when that is not known.</summary>
    /// <example><c>new UriBuilder("http", "localhost", 5000)</c>, <c>new UriBuilder { Scheme = "http", Host = "localhost", Port = 5000 }</c></example>
    public (string Text, IOperation Host)? Spelled(IObjectCreationOperation creation)
    {
        IOperation? scheme = null;
        IOperation? host = null;
        IOperation? port = null;
        foreach (var argument in creation.Arguments)
        {
            switch (argument.Parameter?.Name)
            {
                case "scheme" or "schemeName":
                    scheme = argument.Value;
                    break;
                case "host" or "hostName":
                    host = argument.Value;
                    break;
                case "port" or "portNumber" when argument.ArgumentKind != ArgumentKind.DefaultValue:
                    port = argument.Value;
                    break;
            }
        }

        foreach (var set in creation.Initializer?.Initializers ?? ImmutableArray<IOperation>.Empty)
        {
            if (set is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: var name }, Value: var value })
            {
                scheme = name == "Scheme" ? value : scheme;
                host = name == "Host" ? value : host;
                port = name == "Port" ? value : port;
            }
        }

        if (host is null || tracer.Trace(host) is not [{ Role: ValueRole.Fixed } known])
        {
            return null;
        }

        var text = (scheme is not null && tracer.Trace(scheme) is [var protocol] ? protocol.Text : "http") + "://" + known.Text;
        return (
            port is null
                ? text
                : text
                    + ":"
                    + (
                        port.ConstantValue is { HasValue: true, Value: int number }
                            ? number.ToString(System.Globalization.CultureInfo.InvariantCulture)
                            : TracedValue.Hole.ToString()
                    ),
            host
        );
    }
}
