package ci.galley.web;

import ci.galley.model.Projects;
import ci.galley.model.Sources;
import ci.galley.queue.BuildQueue;
import ci.galley.store.BuildStore;

/** What the pages are made from. */
public record Doors(Projects projects, Sources sources, BuildStore store, BuildQueue queue) {}
