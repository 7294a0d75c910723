namespace Deployability.Publish;
