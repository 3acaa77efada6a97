export interface Config {
  auth?: {
    providers?: {
      /** Sign-in as one of a few sample people, for a portal on loopback only. */
      'sample-people'?: {
        /** The people who may be chosen. Each is a User of the same name in the catalog. */
        people: Array<{
          /** Name of the User entity, in the default namespace. */
          name: string;
          /** The name that the sign-in page shows. */
          displayName: string;
          /** The team that the sign-in page shows. */
          team: string;
          /** What the person may do, in a few words, for the sign-in page. */
          may: string;
        }>;
      };
    };
  };
}
