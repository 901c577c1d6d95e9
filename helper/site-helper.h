// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_SITE_HELPER_H
#define IOMT_SITE_HELPER_H

#include "access-link.h"

#include "ns3/backhaul.h"
#include "ns3/broker-probe.h"
#include "ns3/custody.h"
#include "ns3/device-profile.h"
#include "ns3/gateway-agent.h"
#include "ns3/processing-hook.h"
#include "ns3/wearable.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace ns3
{
namespace iomt
{

/// An access link of a site.
struct SiteLink
{
    std::string name;                   //!< in the family of access links
    std::shared_ptr<AccessLink> access; //!< the link itself
    NetDeviceContainer devices;         //!< IPv6 sits on them; gateway's first
};

/// A device on a patient.
struct WornDevice
{
    std::string name;       //!< such as "p3-pulse-oximeter"
    std::string patient;    //!< such as "p3"
    std::string access;     //!< name of its link
    DeviceProfile profile;  //!< what it is
    Ptr<Node> node;         //!< it runs on
    Ptr<Wearable> wearable; //!< its program; has no signal and no key yet

    /// @return where it publishes, such as "ps/p3/pulse-oximeter"
    std::string Topic() const;
};

/// A place where patients live, as SiteHelper built it.
struct Site
{
    std::string name;
    Ptr<Node> gateway;                  //!< border router
    Ptr<SpectrumChannel> air;           //!< all radios of the site hear each other
    Ptr<ForwardingPath> path;           //!< of the gateway
    Ptr<ProcessingHook> hook;           //!< makes packets wait for the gateway's processor
    Ptr<GatewayAgent> agent;            //!< takes the doctor's commands
    Ptr<Custody> custody;               //!< keeps what cannot be sent; null: nothing is kept
    Ptr<BrokerProbe> probe;             //!< asks for the broker for it
    std::vector<WornDevice> devices;    //!< of all patients
    std::vector<SiteLink> links;        //!< between devices and gateway, those that are used
    Ptr<Backhaul> backhaul;             //!< between gateway and internet
    NetDeviceContainer backhaulDevices; //!< gateway's first

    /// @return names of those who live here, in the order of their devices
    std::vector<std::string> Patients() const;
    /// @return topic of commands to this site's gateway
    std::string CommandTopic() const;
    /// @param stream first stream index to use @return how many were used
    int64_t AssignStreams(int64_t stream);
    /// @param folder for SITE-access-LINK.pcap of each link and SITE-backhaul.pcap
    void EnablePcap(const std::string& folder);
};

/**
 * @brief Builds sites: devices on patients, access links, gateway, backhaul.
 *
 * Each access link is a subnet of its own, numbered in the order in which the devices name them.
 */
class SiteHelper
{
  public:
    /// @param name member of the family of access links, for devices that have none of their own
    void SetAccess(const std::string& name);
    /// @param kind of device @param name member of the family of access links, for this kind
    void SetAccessOf(const std::string& kind, const std::string& name);
    /// @param scenario complete: what it says of access links
    void SetAccessOptions(const nlohmann::json& scenario);
    /// @param name member of the family of backhauls
    void SetBackhaul(const std::string& name);
    /// @param urgentFirst whether what is urgent is marked and goes first over the backhaul
    void SetUrgentFirst(bool urgentFirst);
    /// @param name member of the family of sessions
    void SetSession(const std::string& name);
    /// @param compute "profile", "host" or "free"
    void SetCompute(const std::string& compute);
    /// @param kinds device profiles that every patient wears one of each of
    void SetDevices(const std::vector<std::string>& kinds);

    /**
     * @brief Build a site.
     * @param name of the site
     * @param index of the site, from 0; decides its addresses
     * @param patients names of those who live there
     * @param internet node at the far end of the backhaul
     * @return the site
     * @throws std::invalid_argument, ProfileError naming the value and what is allowed
     */
    Site Install(const std::string& name,
                 uint16_t index,
                 const std::vector<std::string>& patients,
                 Ptr<Node> internet) const;

  private:
    const std::string& AccessOf(const std::string& kind) const;
    void InstallLinks(Site& site, uint16_t index) const;

    std::string m_access{"802.15.4"};
    std::map<std::string, std::string> m_accessOf; //!< by kind of device
    nlohmann::json m_accessOptions;                //!< a scenario, or nothing
    std::string m_backhaul{"fibre"};
    bool m_urgentFirst{false};
    std::string m_session{"none"};
    std::string m_compute{"profile"};
    std::vector<std::string> m_devices;
};

} // namespace iomt
} // namespace ns3

#endif // IOMT_SITE_HELPER_H
