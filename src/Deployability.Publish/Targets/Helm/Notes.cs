using Deployability.Publish.Emission;
using Deployability.Publish.Targets.Kubernetes;

namespace Deployability.Publish.Targets.Helm;

/// <summary>NOTES.txt: what Helm says after an installation. Where the app is, and what it still lacks.</summary>
internal static class Notes
{
    private const int LocalPort = 8080;

    public static string Write(KubernetesModel model) =>
        Text.Lines([
            "{{- /*",
            .. Header.Lines,
            "*/ -}}",
            "{{ .Chart.Name }} {{ .Chart.AppVersion }} is release {{ .Release.Name }} in namespace {{ .Release.Namespace }}.",
            .. Address(model),
            .. Secret(model),
            .. Settings(model),
        ]);

    private static IEnumerable<string> Address(KubernetesModel model)
    {
        if (model.Plan.OnlyJobs)
        {
            return
            [
                "",
                "Its jobs run by their schedule. One of them at once, and what it says:",
                .. model.Plan.Jobs.SelectMany(job =>
                    new[]
                    {
                        $"  kubectl --namespace {{{{ .Release.Namespace }}}} create job --from=cronjob/{{{{ {CronJobObjects.Name(model, job).Template} }}}} {job.Name}-now",
                        $"  kubectl --namespace {{{{ .Release.Namespace }}}} logs --follow job/{job.Name}-now",
                    }
                ),
            ];
        }

        if (model.Plan.Ports.Count == 0)
        {
            return
            [
                "",
                "Its log:",
                $"  kubectl --namespace {{{{ .Release.Namespace }}}} logs --follow deployment/{{{{ {model.FullName.Template} }}}}",
            ];
        }

        var isTls = model.Plan.Ports[0].IsTls && model.Plan.WebTier is null;
        var (service, number, _) = WebTierObjects.Entrance(model);
        return
        [
            "",
            "{{- if or .Values.ingress.enabled .Values.httpRoute.enabled }}",
            "Its address: https://{{ .Values.ingress.host }}/",
            "{{- else }}",
            $"It has no address outside the cluster. From here, at {(isTls ? "https" : "http")}://localhost:{Text.Of(LocalPort)}/:",
            $"  kubectl --namespace {{{{ .Release.Namespace }}}} port-forward service/{{{{ {service.Template} }}}} "
                + $"{Text.Of(LocalPort)}:{Text.Of(number)}",
            "{{- end }}",
        ];
    }

    private static IEnumerable<string> Secret(KubernetesModel model)
    {
        var secrets = model.Plan.Configuration.Secrets;
        return secrets.Count == 0
            ? []
            :
            [
                $"{{{{- if not (lookup \"v1\" \"Secret\" .Release.Namespace {model.SecretName.Template}) }}}}",
                "",
                $"The Secret {{{{ {model.SecretName.Template} }}}} is missing. Write its keys into a file, one KEY=value a line, then:",
                $"  kubectl --namespace {{{{ .Release.Namespace }}}} create secret generic {{{{ {model.SecretName.Template} }}}} --from-env-file=FILE",
                .. secrets.Select(static secret => $"  {secret.Variable}{(secret.Required ? "" : " (optional)")}"),
                "{{- end }}",
            ];
    }

    private static IEnumerable<string> Settings(KubernetesModel model) =>
        model
            .Plan.Configuration.Settings.Where(static setting => setting is { Required: true, Value: null })
            .SelectMany(static setting =>
                new[]
                {
                    $"{{{{- if not (hasKey .Values.config {Tree.Go.Quoted(setting.Variable)}) }}}}",
                    "",
                    $"The pods do not start until config.{setting.Variable} has a value.",
                    "{{- end }}",
                }
            );
}
