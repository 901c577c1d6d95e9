// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_SERVICE_H
#define IOMT_SERVICE_H

#include "service-kind.h"

#include "ns3/event-id.h"
#include "ns3/ipv6-address.h"
#include "ns3/node.h"
#include "ns3/nstime.h"
#include "ns3/object.h"
#include "ns3/options.h"
#include "ns3/processor.h"

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

namespace ns3
{
namespace iomt
{

/// A computer that a service has for itself.
struct ServiceHost
{
    Ptr<Node> node;      //!< with an Internet stack, IPv6 only
    Ipv6Address address; //!< global
};

/// The packets that open a flow of a service; the answers to them pass by state.
struct ServiceFlow
{
    Ipv6Address from;     //!< a host of the service
    Ipv6Address to;       //!< another one
    std::string protocol; //!< as in FirewallRule
    uint16_t firstPort;   //!< lowest destination port
    uint16_t lastPort;    //!< highest destination port
};

/// When a service loads the network, for whoever compares the readings of that time with others.
struct ServiceLoad
{
    std::string site;                           //!< whose backhaul it shares; empty: the first's
    std::vector<std::pair<Time, Time>> periods; //!< from and to, in order; none if it never did
};

/**
 * @brief Where the hosts of a service are put.
 *
 * The system implements it; so does a test with two nodes and a wire between.
 */
class ServiceEnvironment
{
  public:
    virtual ~ServiceEnvironment() = default;

    /**
     * @brief Put a host on the wired network of a site, behind the gateway.
     * @param site name of the site; empty for the first one
     * @throws std::invalid_argument naming the sites there are
     */
    virtual ServiceHost AddSiteHost(const std::string& site) = 0;
    /// @brief Put a host on the hospital's LAN, behind both firewalls.
    virtual ServiceHost AddHospitalHost() = 0;
    /**
     * @brief Make a host into a device, so that what it computes takes time.
     * @param host of AddSiteHost or AddHospitalHost, once
     * @param device name of a file in data/devices
     * @return its processor
     */
    virtual Ptr<Processor> AddProcessor(const ServiceHost& host, const std::string& device) = 0;
};

/**
 * @brief What runs on the network beside the readings: images, calls.
 *
 *     Create ─▶ Configure ─▶ Install ─▶ Start … Stop ─▶ Results
 *               options      hosts      hooks DoStart, DoStop
 *
 * A child asks for its hosts in DoInstall() and names in Flows() what the firewalls must let
 * through; each flow becomes an accept rule `service:NAME` below the rules of the scenario.
 * Start and Stop are planned when the simulation begins.
 */
class Service : public Object
{
  public:
    static TypeId GetTypeId();

    /**
     * @brief Make a service by the name of its kind.
     * @param kind one of Registry<ServiceKind>::Get().Names()
     * @return the service, attributes at their defaults
     * @throws std::invalid_argument that names the kinds there are
     */
    static Ptr<Service> Create(const std::string& kind);

    /**
     * @brief Set attributes from a scenario.
     * @param options an object with `name`, `kind`, `start_s`, `stop_s` and the kind's own keys;
     *        null leaves the default
     * @throws std::invalid_argument naming the key, what was found and what is allowed
     */
    void Configure(const nlohmann::json& options);
    /**
     * @brief Put the hosts in place. Once, before the simulation starts.
     * @param environment where; used during this call only
     * @throws std::invalid_argument if what the options name is not there
     */
    void Install(ServiceEnvironment& environment);
    /// @brief Begin now; planned at `Start`. Nothing happens if it is already running.
    void Start();
    /// @brief Cease now; planned at `Stop`. Nothing happens if it is not running.
    void Stop();
    /// @return whether it is between Start and Stop
    bool IsActive() const;
    /// @param stream first stream index to use; after Install @return how many were used
    int64_t AssignStreams(int64_t stream);

    /// @return the scenario's name of this service
    const std::string& GetName() const;
    /// @return what firewalls on its way must let through; after Install
    virtual std::vector<ServiceFlow> Flows() const;
    /// @return what came of it so far: an object of figures with a unit in their names, or counts
    virtual nlohmann::json Results() const;
    /// @return when it loaded the network so far
    virtual ServiceLoad Load() const;

  protected:
    /// @param values any @return their `p50`, `p95` and `max`, null of nothing
    static nlohmann::json Spread(std::vector<double> values);
    /// @return the kind's own keys
    virtual std::vector<Option> Options() const;
    /// @param environment to ask for hosts
    virtual void DoInstall(ServiceEnvironment& environment);
    /// @brief Begin.
    virtual void DoStart();
    /// @brief Begin nothing new and come to an end.
    virtual void DoStop();
    /// @param stream first stream index to use @return how many the kind itself used
    virtual int64_t DoAssignStreams(int64_t stream);

    void DoInitialize() override;
    void DoDispose() override;

  private:
    std::string m_name;   //!< the scenario's name
    Time m_start;         //!< attribute
    Time m_stop;          //!< attribute
    bool m_active{false}; //!< between Start and Stop
    EventId m_startEvent; //!< planned Start
    EventId m_stopEvent;  //!< planned Stop
};

/// @brief Enters a kind of service into Registry<ServiceKind>; T needs a GetTypeId.
template <typename T>
class ServiceKindOf : public ServiceKind
{
  public:
    Ptr<Service> Make() const override
    {
        return CreateObject<T>();
    }
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_SERVICE_H
