// SPDX-License-Identifier: GPL-2.0-only

#include "roaming-plan.h"

#include "address-plan.h"
#include "scenario-schema.h"
#include "scenario.h"

#include "ns3/ipv6-routing-table-entry.h"
#include "ns3/ipv6-static-routing-helper.h"
#include "ns3/mobility-model.h"
#include "ns3/simulator.h"

#include <algorithm>
#include <cmath>

namespace ns3
{
namespace iomt
{

using namespace address_plan;

namespace
{

using Json = nlohmann::json;

/// A place in the room of a gateway, five metres from it.
const Vector BESIDE(4, 3, 0);

/// How finely a way is walked.
constexpr double STEP_S = 0.5;

/// A default route of a node by one of its devices.
struct Way
{
    Ipv6Address nextHop;
    uint32_t interface {
        0
    };
};

Ptr<Ipv6StaticRouting>
RoutingOf(Ptr<Node> node)
{
    return Ipv6StaticRoutingHelper().GetStaticRouting(node->GetObject<Ipv6>());
}

/// Takes all default routes off a node. @return them
std::vector<Way>
TakeDefaultRoutes(Ptr<Node> node)
{
    std::vector<Way> ways;
    const auto routing = RoutingOf(node);
    for (uint32_t i = routing->GetNRoutes(); i-- > 0;)
    {
        const Ipv6RoutingTableEntry route = routing->GetRoute(i);
        if (route.IsDefault())
        {
            ways.push_back({route.GetGateway(), route.GetInterface()});
            routing->RemoveRoute(i);
        }
    }
    return ways;
}

} // namespace

/// A device on its way, and its links.
class RoamingPlan::Roamer
{
  public:
    Roamer(std::vector<HandOver>& handOvers, const WornDevice& device)
        : m_handOvers(handOvers),
          m_name(device.name),
          m_node(device.node),
          m_wearable(device.wearable)
    {
    }

    /// @param site whose link it is, laid last on this node @param access the link itself
    void AddLink(const std::string& site, AccessLink& access)
    {
        const std::vector<Way> ways = TakeDefaultRoutes(m_node);
        m_links.push_back({site, ways.empty() ? Way() : ways.front(), false});
        Use(m_used);
        const std::size_t index = m_links.size() - 1;
        Roamer* self = this;
        m_watchers.push_back(std::make_unique<Watcher>(Watcher{self, index}));
        access.ConnectDevice(m_node,
                             {MakeCallback(&Watcher::Changed, m_watchers.back().get()),
                              MakeCallback(&Wearable::FrameTaken, m_wearable),
                              MakeCallback(&Wearable::FrameGivenUp, m_wearable)});
    }

    /// Go there from wherever it is then, at a steady pace.
    void Go(const Vector& to, double speedMps)
    {
        m_walk.Cancel(); // it may be on its way elsewhere
        const auto mobility = m_node->GetObject<MobilityModel>();
        const Vector from = mobility->GetPosition();
        const double distance = CalculateDistance(from, to);
        const double length = speedMps * STEP_S;
        if (distance <= length)
        {
            mobility->SetPosition(to);
            return;
        }
        const double share = length / distance;
        mobility->SetPosition(Vector(from.x + share * (to.x - from.x),
                                     from.y + share * (to.y - from.y),
                                     from.z + share * (to.z - from.z)));
        m_walk = Simulator::Schedule(Seconds(STEP_S), [this, to, speedMps]() { Go(to, speedMps); });
    }

  private:
    struct Link
    {
        std::string site;
        Way way;
        bool up;
    };

    /// Tells which link it was that changed.
    struct Watcher
    {
        Roamer* roamer;
        std::size_t link;

        void Changed(bool up)
        {
            roamer->Changed(link, up);
        }
    };

    void Use(std::size_t link)
    {
        TakeDefaultRoutes(m_node);
        m_used = link;
        RoutingOf(m_node)->SetDefaultRoute(m_links[link].way.nextHop, m_links[link].way.interface);
    }

    void Changed(std::size_t link, bool up)
    {
        m_links[link].up = up;
        if (link == m_used && !up)
        {
            m_goneAt = Simulator::Now();
        }
        if (m_links[m_used].up)
        {
            m_goneAt.reset();
            m_wearable->LinkChanged(true);
            return;
        }
        const auto other = std::find_if(m_links.begin(), m_links.end(), [](const Link& candidate) {
            return candidate.up;
        });
        if (other == m_links.end())
        {
            m_wearable->LinkChanged(false);
            return;
        }
        const Time now = Simulator::Now();
        if (m_goneAt)
        {
            m_handOvers.push_back({m_name,
                                   m_links[m_used].site,
                                   other->site,
                                   now.GetSeconds(),
                                   (now - *m_goneAt).GetSeconds()});
            m_goneAt.reset();
        }
        Use(other - m_links.begin());
        m_wearable->LinkChanged(true);
        m_wearable->Renew();
    }

    std::vector<HandOver>& m_handOvers;
    std::string m_name;
    Ptr<Node> m_node;
    Ptr<Wearable> m_wearable;
    std::vector<Link> m_links; //!< home first
    std::vector<std::unique_ptr<Watcher>> m_watchers;
    std::size_t m_used{0};
    EventId m_walk;
    std::optional<Time> m_goneAt; //!< the link that was used; nothing while it is there
};

RoamingPlan::RoamingPlan() = default;
RoamingPlan::~RoamingPlan() = default;

const std::vector<HandOver>&
RoamingPlan::GetHandOvers() const
{
    return m_handOvers;
}

void
RoamingPlan::Install(const Json& scenario, std::vector<Site>& sites, Ptr<Node> internet)
{
    const Json& roaming = scenario.at("roaming");
    for (std::size_t i = 0; i < roaming.size(); ++i)
    {
        Install(roaming[i], "roaming[" + std::to_string(i) + "]", scenario, sites, internet);
    }
}

void
RoamingPlan::Install(const Json& described,
                     const std::string& path,
                     const Json& scenario,
                     std::vector<Site>& sites,
                     Ptr<Node> internet)
{
    Site* home = nullptr;
    WornDevice* device = nullptr;
    std::vector<std::string> devices;
    for (Site& site : sites)
    {
        for (WornDevice& candidate : site.devices)
        {
            devices.push_back(candidate.name);
            if (described.at("device") == candidate.name)
            {
                home = &site;
                device = &candidate;
            }
        }
    }
    if (!device)
    {
        const std::string name = described.at("device");
        throw ScenarioError(path + ".device",
                            "there is no device '" + name + "'" + Allowed(name, devices));
    }
    if (!m_devices.insert(device->name).second)
    {
        throw ScenarioError(path + ".device",
                            "is '" + device->name +
                                "', whose way is given already; allowed: one for each device");
    }
    if (!AccessLinkRegistry::Get().Create(device->access)->TellsWhenLost())
    {
        throw ScenarioError(
            path + ".device",
            "is '" + device->name + "', which is on " + device->access +
                "; allowed: a device whose link tells when it is lost, as ble does");
    }
    auto roamer = std::make_shared<Roamer>(m_handOvers, *device);
    const auto atHome =
        std::find_if(home->links.begin(), home->links.end(), [device](const SiteLink& link) {
            return link.name == device->access;
        });
    roamer->AddLink(home->name, *atHome->access);

    std::vector<std::string> names;
    for (const Site& site : sites)
    {
        names.push_back(site.name);
    }
    std::vector<std::string> known{home->name};
    const Json& stops = described.at("to");
    for (std::size_t i = 0; i < stops.size(); ++i)
    {
        const std::string name = stops[i].at("site");
        const auto found = std::find(names.begin(), names.end(), name);
        if (found == names.end())
        {
            throw ScenarioError(path + ".to[" + std::to_string(i) + "].site",
                                "there is no site '" + name + "'" + Allowed(name, names));
        }
        const uint16_t index = found - names.begin();
        Site& site = sites[index];
        if (std::find(known.begin(), known.end(), name) == known.end())
        {
            known.push_back(name);
            if (site.links.size() == SUBNETS_PER_SITE - 1) // the last is for services
            {
                throw ScenarioError(path + ".to[" + std::to_string(i) + "].site",
                                    "is '" + name + "', which has no subnet left; allowed: " +
                                        std::to_string(SUBNETS_PER_SITE - 1) +
                                        " links of a site, those for visitors included");
            }
            SiteLink link;
            link.name = device->access + "-" + device->name;
            link.access = AccessLinkRegistry::Get().Create(device->access);
            link.access->Configure(scenario);
            const uint16_t subnet = SiteSubnet(index, site.links.size());
            link.devices =
                link.access->Install(NodeContainer(device->node), site.gateway, site.air);
            link.access->AssignAddresses(link.devices, subnet);
            const uint32_t down =
                internet->GetObject<Ipv6>()->GetInterfaceForDevice(site.backhaulDevices.Get(1));
            AddRoute(internet, subnet, Host(FIRST_BACKHAUL + index, 2), down);
            site.path->Attach();
            roamer->AddLink(name, *link.access);
            site.links.push_back(link);
        }
        const Vector gateway = site.gateway->GetObject<MobilityModel>()->GetPosition();
        const Vector there(gateway.x + BESIDE.x, gateway.y + BESIDE.y, gateway.z);
        Simulator::Schedule(Seconds(stops[i].at("at_s").get<double>()),
                            [roamer, there, speed = described.at("speed_mps").get<double>()]() {
                                roamer->Go(there, speed);
                            });
    }
    m_roamers.push_back(std::move(roamer));
}

} // namespace iomt
} // namespace ns3
