/** Where stream records go that were given up, whole: by a consumer for one, by Lambda for those older than 20 hours. */
sst.Linkable.wrap(sst.aws.Bucket, ({ name, nodes }) => ({
  properties: { name, domain: nodes.bucket.bucketRegionalDomainName },
}));

export const failures = new sst.aws.Bucket("Failures", {
  // Never reached from a browser.
  cors: false,
  // As long as the events they would have become.
  lifecycle: [{ expiresIn: "90 days" }],
});
